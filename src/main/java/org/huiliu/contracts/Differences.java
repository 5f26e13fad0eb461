package org.huiliu.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.huiliu.contracts.OpenApi.Operation;
import org.huiliu.platform.json.Pointers;

/**
 * In what two versions of a contract differ, as one sees it who sends requests and reads answers. Texts for people,
 * examples and the order of things do not count.
 */
public final class Differences {
    private static final int MOST = 500;
    private static final Set<String> COMPOSED = Set.of("allOf", "oneOf", "anyOf", "not", "discriminator");

    private final OpenApi before;
    private final OpenApi after;
    private final List<Difference> found = new ArrayList<>();
    /** Pairs of schemas that were compared or are being: schemas may refer to themselves. */
    private final Set<String> compared = new LinkedHashSet<>();

    private Differences(OpenApi before, OpenApi after) {
        this.before = before;
        this.after = after;
    }

    /** Which way something goes: what is narrower breaks requests, what is wider breaks answers. */
    private enum Way {
        REQUEST("请求", "request"),
        ANSWER("回答", "answer");

        private final String zh;
        private final String en;

        Way(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }
    }

    /** Breaking ones first, else in the order of the newer document; at most {@value #MOST}. */
    public static List<Difference> between(OpenApi before, OpenApi after) {
        Differences differences = new Differences(before, after);
        differences.compare();
        List<Difference> all = new ArrayList<>();
        differences.found.stream().filter(Difference::breaking).forEach(all::add);
        differences.found.stream().filter(one -> !one.breaking()).forEach(all::add);
        return all.stream().distinct().limit(MOST).toList();
    }

    private void compare() {
        Map<String, Operation> old = byCall(before);
        Map<String, Operation> now = byCall(after);
        now.forEach((call, operation) -> {
            Operation earlier = old.get(call);
            if (earlier == null) {
                add(operation.spot(), false, "新增操作 " + call, "new operation " + call);
            } else {
                operation(earlier, operation, call);
            }
        });
        old.forEach((call, operation) -> {
            if (!now.containsKey(call)) {
                add(operation.spot(), true, "删除了操作 " + call, "operation " + call + " has gone");
            }
        });
    }

    /** By method and path; how a variable of a path is called is of no account. */
    private static Map<String, Operation> byCall(OpenApi document) {
        Map<String, Operation> calls = new LinkedHashMap<>();
        for (Operation one : document.operations()) {
            var same = calls.put(one.method() + " " + one.path().replaceAll("\\{[^{}/]+}", "{}"), one);
        }
        return calls;
    }

    private void operation(Operation old, Operation now, String call) {
        if (!old.id().equals(now.id())) {
            add(
                    now.spot() + "/operationId",
                    false,
                    call + " 的 operationId 由 " + old.id() + " 改为 " + now.id(),
                    "operationId of " + call + " is " + now.id() + ", was " + old.id());
        }
        parameters(old, now, call);
        JsonNode oldBody = before.resolved(old.node().path("requestBody"));
        JsonNode newBody = after.resolved(now.node().path("requestBody"));
        boolean must = newBody.path("required").asBoolean();
        String spot = now.spot() + "/requestBody";
        if (must && !oldBody.path("required").asBoolean()) {
            add(spot, true, call + " 的请求体改为必填", "the body of " + call + " is required now");
        } else if (!must && oldBody.path("required").asBoolean()) {
            add(spot, false, call + " 的请求体不再必填", "the body of " + call + " is no longer required");
        }
        content(oldBody.path("content"), newBody.path("content"), spot, call, Way.REQUEST);
        answers(old, now, call);
        if (!old.node().path("deprecated").asBoolean()
                && now.node().path("deprecated").asBoolean()) {
            add(now.spot(), false, call + " 标记为将停用", call + " is deprecated");
        }
    }

    private void parameters(Operation old, Operation now, String call) {
        Map<String, JsonNode> earlier = parameters(before, old);
        Map<String, JsonNode> later = parameters(after, now);
        later.forEach((name, parameter) -> {
            JsonNode was = earlier.get(name);
            boolean must = parameter.path("required").asBoolean();
            String spot = now.spot() + "/parameters";
            if (was == null) {
                add(
                        spot,
                        must,
                        call + " 新增" + (must ? "必填" : "可选") + "参数 " + name,
                        call + " has a new " + (must ? "required" : "optional") + " parameter " + name);
                return;
            }
            if (must != was.path("required").asBoolean()) {
                add(
                        spot,
                        must,
                        call + " 的参数 " + name + (must ? " 改为必填" : " 不再必填"),
                        "parameter " + name + " of " + call + (must ? " is required now" : " is no longer required"));
            }
            schema(was.path("schema"), parameter.path("schema"), spot, call + " " + name, Way.REQUEST);
        });
        earlier.forEach((name, parameter) -> {
            if (!later.containsKey(name)) {
                add(
                        old.spot() + "/parameters",
                        true,
                        call + " 删除了参数 " + name,
                        "parameter " + name + " of " + call + " has gone");
            }
        });
    }

    /** By place and name; those of a path by their position. */
    private static Map<String, JsonNode> parameters(OpenApi document, Operation operation) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        List<String> variables = PathTemplate.variables(operation.path());
        for (JsonNode holder : List.of(operation.node(), operation.item())) {
            for (JsonNode described : holder.path("parameters")) {
                JsonNode parameter = document.resolved(described);
                String name = parameter.path("name").asText();
                String in = parameter.path("in").asText();
                String key = in.equals("path") ? "path #" + (variables.indexOf(name) + 1) : in + " " + name;
                var own = found.putIfAbsent(key, parameter);
            }
        }
        return found;
    }

    private void answers(Operation old, Operation now, String call) {
        JsonNode earlier = old.node().path("responses");
        JsonNode later = now.node().path("responses");
        later.fields().forEachRemaining(answer -> {
            String status = answer.getKey();
            String spot = now.spot() + "/responses/" + status;
            JsonNode was = before.resolved(earlier.path(status));
            JsonNode is = after.resolved(answer.getValue());
            if (was.isMissingNode()) {
                add(spot, false, call + " 新增回答 " + status, call + " may answer " + status);
            } else {
                content(was.path("content"), is.path("content"), spot, call + " " + status, Way.ANSWER);
            }
        });
        earlier.fieldNames().forEachRemaining(status -> {
            if (!later.has(status)) {
                boolean success = status.startsWith("2");
                add(
                        old.spot() + "/responses/" + status,
                        success,
                        call + " 不再有回答 " + status,
                        call + " answers " + status + " no more");
            }
        });
    }

    private void content(JsonNode old, JsonNode now, String spot, String where, Way way) {
        JsonNode was = Answering.json(old);
        JsonNode is = Answering.json(now);
        if (was.isMissingNode() && is.isMissingNode()) {
            return;
        }
        if (is.isMissingNode()) {
            add(
                    spot,
                    true,
                    where + " 不再有 JSON " + way.zh + "体",
                    "the JSON " + way.en + " body of " + where + " has gone");
        } else if (was.isMissingNode()) {
            add(spot, false, where + " 新增 JSON " + way.zh + "体", where + " has a JSON " + way.en + " body now");
        } else {
            schema(was, is, spot, where, way);
        }
    }

    // ------------------------------------------------------------ schemas

    private void schema(JsonNode oldNode, JsonNode newNode, String spot, String where, Way way) {
        if (oldNode.equals(newNode) && before.components().equals(after.components())) {
            return;
        }
        String pair =
                oldNode.path("$ref").asText("") + '\n' + newNode.path("$ref").asText("");
        if (pair.length() > 1 && !compared.add(way + pair)) {
            return;
        }
        String at = newNode.has("$ref") ? newNode.path("$ref").asText().substring(1) : spot;
        JsonNode old = before.resolved(oldNode);
        JsonNode now = after.resolved(newNode);
        if (old.isMissingNode() || now.isMissingNode()) {
            if (!old.equals(now)) {
                narrower(at, now.isObject(), where + " 的约束", "the schema of " + where, way);
            }
            return;
        }
        type(old, now, at, where, way);
        nullable(old, now, at, where, way);
        values(old, now, at, where, way);
        bounds(old, now, at, where, way);
        forms(old, now, at, where, way);
        properties(old, now, at, where, way);
        if (old.has("items") || now.has("items")) {
            schema(old.path("items"), now.path("items"), at + "/items", where + "[]", way);
        }
        composed(old, now, at, where, way);
    }

    private void type(JsonNode old, JsonNode now, String at, String where, Way way) {
        JsonNode was = old.path("type");
        JsonNode is = now.path("type");
        if (was.equals(is)) {
            return;
        }
        boolean widened = was.asText().equals("integer") && is.asText().equals("number") || is.isMissingNode();
        boolean narrowed = was.asText().equals("number") && is.asText().equals("integer") || was.isMissingNode();
        boolean breaking = way == Way.REQUEST ? !widened : !narrowed;
        add(
                at,
                breaking,
                where + " 的类型由 " + word(was) + " 改为 " + word(is),
                where + " is of type " + word(is) + ", was " + word(was));
    }

    private void nullable(JsonNode old, JsonNode now, String at, String where, Way way) {
        boolean was = old.path("nullable").asBoolean();
        boolean is = now.path("nullable").asBoolean();
        if (was != is) {
            add(
                    at,
                    is == (way == Way.ANSWER),
                    where + (is ? " 可为 null" : " 不可再为 null"),
                    where + (is ? " may be null" : " may no longer be null"));
        }
    }

    private void values(JsonNode old, JsonNode now, String at, String where, Way way) {
        Set<String> was = set(old.path("enum"));
        Set<String> is = set(now.path("enum"));
        if (was.equals(is)) {
            return;
        }
        if (was.isEmpty() || is.isEmpty()) {
            narrower(at, was.isEmpty(), where + " 的取值范围（枚举）", "the list of values of " + where, way);
            return;
        }
        Set<String> gone = without(was, is);
        Set<String> more = without(is, was);
        if (!gone.isEmpty()) {
            add(
                    at + "/enum",
                    way == Way.REQUEST,
                    where + " 删除取值 " + String.join("、", gone),
                    where + " no longer has the values " + String.join(", ", gone));
        }
        if (!more.isEmpty()) {
            add(
                    at + "/enum",
                    way == Way.ANSWER,
                    where + " 新增取值 " + String.join("、", more),
                    where + " has the new values " + String.join(", ", more));
        }
    }

    private void bounds(JsonNode old, JsonNode now, String at, String where, Way way) {
        for (String least : List.of("minLength", "minimum", "minItems", "minProperties")) {
            bound(old, now, at, where, least, true, way);
        }
        for (String most : List.of("maxLength", "maximum", "maxItems", "maxProperties")) {
            bound(old, now, at, where, most, false, way);
        }
    }

    private void bound(JsonNode old, JsonNode now, String at, String where, String keyword, boolean least, Way way) {
        Optional<Double> was = number(old.path(keyword));
        Optional<Double> is = number(now.path(keyword));
        if (was.equals(is)) {
            return;
        }
        boolean narrower = was.isEmpty() || is.isPresent() && (least ? is.get() > was.get() : is.get() < was.get());
        add(
                at + "/" + keyword,
                narrower == (way == Way.REQUEST),
                where + " 的 " + keyword + " 由 " + word(old.path(keyword)) + " 改为 " + word(now.path(keyword)),
                keyword + " of " + where + " is " + word(now.path(keyword)) + ", was " + word(old.path(keyword)));
    }

    private void forms(JsonNode old, JsonNode now, String at, String where, Way way) {
        for (String keyword :
                List.of("format", "pattern", "multipleOf", "uniqueItems", "exclusiveMinimum", "exclusiveMaximum")) {
            JsonNode was = old.path(keyword);
            JsonNode is = now.path(keyword);
            if (!was.equals(is)) {
                boolean dropped = is.isMissingNode();
                boolean added = was.isMissingNode();
                add(
                        at + "/" + keyword,
                        way == Way.REQUEST ? !dropped : !added,
                        where + " 的 " + keyword + " 由 " + word(was) + " 改为 " + word(is),
                        keyword + " of " + where + " is " + word(is) + ", was " + word(was));
            }
        }
    }

    private void properties(JsonNode old, JsonNode now, String at, String where, Way way) {
        Set<String> must = set(now.path("required"));
        Set<String> had = set(old.path("required"));
        boolean closed = now.path("additionalProperties").isBoolean()
                && !now.path("additionalProperties").booleanValue();
        boolean wasClosed = old.path("additionalProperties").isBoolean()
                && !old.path("additionalProperties").booleanValue();
        now.path("properties").fields().forEachRemaining(property -> {
            String name = property.getKey();
            String spot = Pointers.child(at + "/properties", name);
            JsonNode was = old.path("properties").path(name);
            if (was.isMissingNode()) {
                boolean required = must.contains(name);
                add(
                        spot,
                        required && way == Way.REQUEST,
                        where + " 新增" + (required ? "必填" : "可选") + "字段 " + name,
                        where + " has a new " + (required ? "required" : "optional") + " property " + name);
            } else {
                schema(was, property.getValue(), spot, where + "." + name, way);
            }
        });
        old.path("properties").fieldNames().forEachRemaining(name -> {
            if (!now.path("properties").has(name)) {
                add(
                        Pointers.child(at + "/properties", name),
                        // what an answer need not have may go; what a request may not have any more is refused
                        way == Way.ANSWER ? had.contains(name) : closed,
                        where + " 删除了字段 " + name,
                        "property " + name + " of " + where + " has gone");
            }
        });
        for (String name : without(must, had)) {
            // a new property that is required was told above
            if (old.path("properties").has(name) || !now.path("properties").has(name)) {
                add(
                        at + "/required",
                        way == Way.REQUEST,
                        where + "." + name + " 改为必填",
                        where + "." + name + " is required now");
            }
        }
        for (String name : without(had, must)) {
            if (now.path("properties").has(name)) {
                add(
                        at + "/required",
                        way == Way.ANSWER,
                        where + "." + name + " 不再必填",
                        where + "." + name + " is no longer required");
            }
        }
        if (closed != wasClosed) {
            add(
                    at + "/additionalProperties",
                    closed && way == Way.REQUEST,
                    where + (closed ? " 不再接受未列明的字段" : " 可以有未列明的字段"),
                    where + (closed ? " takes no unnamed properties any more" : " may have unnamed properties"));
        }
        JsonNode more = now.path("additionalProperties");
        if (more.isObject() && old.path("additionalProperties").isObject()) {
            schema(old.path("additionalProperties"), more, at + "/additionalProperties", where + ".*", way);
        }
    }

    private void composed(JsonNode old, JsonNode now, String at, String where, Way way) {
        for (String keyword : COMPOSED) {
            JsonNode was = old.path(keyword);
            JsonNode is = now.path(keyword);
            if (was.isArray() && is.isArray() && was.size() == is.size()) {
                for (int i = 0; i < is.size(); i++) {
                    schema(was.get(i), is.get(i), at + "/" + keyword + "/" + i, where, way);
                }
            } else if (!was.equals(is)) {
                add(
                        at + "/" + keyword,
                        true,
                        where + " 的 " + keyword + " 有变化，无法判断是否兼容，按不兼容处理",
                        keyword + " of " + where + " differs; taken as breaking, since it cannot be told");
            }
        }
    }

    // ------------------------------------------------------------ words

    private void narrower(String at, boolean narrower, String zh, String en, Way way) {
        add(
                at,
                narrower == (way == Way.REQUEST),
                zh + (narrower ? "：新增限制" : "：取消限制"),
                en + (narrower ? " is new" : " has gone"));
    }

    private void add(String pointer, boolean breaking, String zh, String en) {
        found.add(new Difference(pointer, breaking, zh, en));
    }

    private static String word(JsonNode value) {
        return value.isMissingNode() ? "（无）" : value.isTextual() ? value.textValue() : value.toString();
    }

    private static Optional<Double> number(JsonNode value) {
        return value.isNumber() ? Optional.of(value.doubleValue()) : Optional.empty();
    }

    private static Set<String> set(JsonNode array) {
        Set<String> values = new LinkedHashSet<>();
        array.forEach(value -> {
            boolean fresh = values.add(value.asText());
        });
        return values;
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> left = new LinkedHashSet<>(all);
        boolean less = left.removeAll(some);
        return left;
    }
}
