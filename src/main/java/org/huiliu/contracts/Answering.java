package org.huiliu.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.huiliu.contracts.Said.Word;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/** How the answers of one operation are judged and read. */
final class Answering {
    private static final int LONGEST_NUMBER = 128;
    private static final int MOST_SPOTS = 10;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    /** So many digits in a row may be a phone, an id or a case number. */
    private static final Pattern MAYBE_PERSONAL = Pattern.compile(".*\\d{7}.*");

    private static final Pattern SPOT = Pattern.compile("(/[A-Za-z]{1,32}|/[0-9]{1,3}){1,8}");

    /** By status, {@code 2XX} or {@code default}; without a shape the contract says nothing of the body. */
    private final Map<String, Answer> answers;

    private final @Nullable Mapping receivedAs;
    private final @Nullable Mapping reason;
    private final @Nullable Mapping taken;
    private final @Nullable Mapping had;
    private final @Nullable Mapping busy;

    private record Answer(@Nullable Shape shape) {}

    private Answering(Map<String, Answer> answers, Binding.Answer reading, String spot) {
        this.answers = answers;
        this.receivedAs = compiled(reading.receivedAs(), spot + "/receivedAs");
        this.reason = compiled(reading.reason(), spot + "/reason");
        this.taken = compiled(reading.taken(), spot + "/taken");
        this.had = compiled(reading.had(), spot + "/had");
        this.busy = compiled(reading.busy(), spot + "/busy");
    }

    private static @Nullable Mapping compiled(@Nullable String jslt, String spot) {
        return jslt == null || jslt.isBlank() ? null : Mapping.compile(spot, jslt);
    }

    /**
     * Compiles it.
     *
     * @param spot where the reading stands in the binding, for faults
     * @throws Unfit when a schema or an expression does not compile, or no answer says that all went well
     */
    static Answering of(
            OpenApi document, Dialect dialect, OpenApi.Operation operation, Binding.Answer reading, String spot) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        operation.node().path("responses").fields().forEachRemaining(entry -> {
            JsonNode schema = json(document.resolved(entry.getValue()).path("content"));
            String at = operation.spot() + "/responses/" + entry.getKey();
            answers.put(
                    entry.getKey(),
                    new Answer(schema.isMissingNode() ? null : Shape.of(document, dialect, schema, at)));
        });
        if (answers.keySet().stream().noneMatch(status -> status.startsWith("2") || status.equals("default"))) {
            throw new Unfit(
                    operation.spot() + "/responses", "success", "No answer says that the delivery was taken (2xx).");
        }
        return new Answering(answers, reading, spot);
    }

    /** The schema of a content's JSON form; missing when it has none. */
    static JsonNode json(JsonNode content) {
        for (var entries = content.fields(); entries.hasNext(); ) {
            var entry = entries.next();
            String type = entry.getKey().split(";", 2)[0].strip();
            if (type.equals("application/json") || type.endsWith("+json") || type.equals("*/*")) {
                return entry.getValue().path("schema");
            }
        }
        return MissingNode.getInstance();
    }

    /** What an answer says. A body that is not whole was cut off: it is longer than anyone needs. */
    Said read(int status, byte[] bytes, boolean whole) {
        List<Fault> faults = new ArrayList<>();
        JsonNode body = MissingNode.getInstance();
        if (!whole) {
            faults.add(Fault.at("", "maxLength", "the answer is longer than the hub reads"));
        } else if (bytes.length > 0) {
            body = json(bytes);
            if (body.isMissingNode()) {
                faults.add(Fault.at("", "json", "the answer is no JSON"));
            }
        }
        judge(status, bytes.length == 0, body, faults);
        return new Said(word(status, body), receivedAs(body), reason(body), faults);
    }

    /** Busy answers and a receiver's own failures are judged by their status alone: they say nothing of the delivery. */
    private void judge(int status, boolean empty, JsonNode body, List<Fault> faults) {
        if (status == 429 || status >= 500 || status >= 300 && status < 400) {
            faults.clear();
            return;
        }
        Answer expected = answers.getOrDefault(
                Integer.toString(status), answers.getOrDefault(status / 100 + "XX", answers.get("default")));
        if (expected == null) {
            faults.add(Fault.at("", "status", "the contract names no answer " + status));
        } else if (expected.shape() == null) {
            faults.clear();
        } else if (empty) {
            // whoever need not say anything may leave the body out
            boolean must = !expected.shape()
                    .faults(JsonNodeFactory.instance.objectNode(), "")
                    .isEmpty();
            if (must) {
                faults.add(Fault.at("", "required", "the answer has no body"));
            }
        } else if (!body.isMissingNode()) {
            faults.addAll(expected.shape().faults(body, ""));
        }
    }

    private Word word(int status, JsonNode body) {
        if (taken == null || status < 200 || status >= 300) {
            return Word.AS_STATUS;
        }
        if (body.isMissingNode()) {
            return Word.UNREADABLE;
        }
        if (isTrue(taken, body)) {
            return Word.TAKEN;
        }
        if (isTrue(had, body)) {
            return Word.HAD;
        }
        return isTrue(busy, body) ? Word.BUSY : Word.REFUSED;
    }

    private static boolean isTrue(@Nullable Mapping predicate, JsonNode body) {
        return predicate != null && value(predicate, body).asBoolean(false);
    }

    private static JsonNode value(Mapping mapping, JsonNode body) {
        try {
            return mapping.apply(body);
        } catch (Unfit unexpected) {
            return MissingNode.getInstance();
        }
    }

    private @Nullable String receivedAs(JsonNode body) {
        String number = receivedAs == null || body.isMissingNode()
                ? ""
                : value(receivedAs, body).asText("");
        return number.isEmpty() || number.length() > LONGEST_NUMBER || number.indexOf('\0') >= 0 ? null : number;
    }

    private String reason(JsonNode body) {
        List<String> parts = new ArrayList<>();
        String code = reason == null || body.isMissingNode()
                ? ""
                : value(reason, body).asText("");
        if (CODE.matcher(code).matches() && !MAYBE_PERSONAL.matcher(code).matches()) {
            parts.add(code);
        }
        for (JsonNode fault : body.path("faults")) {
            String pointer = fault.path("pointer").asText("");
            if (parts.size() < MOST_SPOTS && SPOT.matcher(pointer).matches()) {
                parts.add(pointer);
            }
        }
        return parts.isEmpty() ? "NO_REASON_GIVEN" : String.join(" ", parts);
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return HubJson.mapper().readTree(bytes);
        } catch (JsonProcessingException | IllegalArgumentException broken) {
            return MissingNode.getInstance();
        } catch (IOException impossible) {
            return MissingNode.getInstance();
        }
    }
}
