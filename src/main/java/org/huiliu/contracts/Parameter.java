package org.huiliu.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.json.Pointers;
import org.huiliu.platform.net.OwnHeaders;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of an operation.
 *
 * @param in path, query or header
 */
record Parameter(
        String name, String in, boolean required, @Nullable Shape shape, String spot) {
    /** Headers that the hub writes in every request. */
    private static final Set<String> WRITTEN = Set.of(
            "authorization",
            "host",
            "connection",
            "content-length",
            "content-type",
            "transfer-encoding",
            "accept",
            "traceparent",
            "huiliu-delivery-id",
            "huiliu-case-revision",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature");

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

    /** All parameters of an operation, its own before those of its path. */
    static Map<String, Parameter> of(OpenApi document, Dialect dialect, OpenApi.Operation operation) {
        Map<String, Parameter> found = new LinkedHashMap<>();
        List<Fault> faults = new ArrayList<>();
        for (JsonNode holder : List.of(operation.node(), operation.item())) {
            int at = 0;
            for (JsonNode described : holder.path("parameters")) {
                JsonNode node = document.resolved(described);
                String spot = operation.spot() + "/parameters/" + at++;
                Parameter one = new Parameter(
                        node.path("name").asText(),
                        node.path("in").asText(),
                        node.path("required").asBoolean(),
                        node.has("schema") ? Shape.of(document, dialect, node.get("schema"), spot + "/schema") : null,
                        spot);
                if (one.in.equals("cookie") && one.required) {
                    faults.add(Fault.at(spot + "/in", "cookie", "The hub sends no cookies."));
                }
                var earlier = found.putIfAbsent(one.name, one);
            }
        }
        if (!faults.isEmpty()) {
            throw new Unfit(faults);
        }
        return found;
    }

    /** Whether it is there without a binding that gives it: the hub writes it in every request. */
    boolean written() {
        return in.equals("header") && WRITTEN.contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Why a binding may not give it: nothing that is sent may say by a mapping who the hub is, what it has signed, or how the
     * request is carried. The key of a target's access needs no word here: it is written last.
     */
    Optional<String> forbidden() {
        if (!in.equals("header")) {
            return Optional.empty();
        }
        if (!HEADER.matcher(name).matches()) {
            return Optional.of("不是合法的头名称 / not the name of a header.");
        }
        return name.equalsIgnoreCase("authorization") || OwnHeaders.has(name)
                ? Optional.of("此头由汇流自行写入 / the hub writes this header by itself.")
                : Optional.empty();
    }

    /** What is wrong with a value, in the words of this parameter. */
    List<Fault> faults(JsonNode value) {
        String at = Pointers.child("/parameters", name);
        if (value.isNull() || value.isMissingNode() || value.asText().isEmpty()) {
            return required ? List.of(Fault.at(at, "required", "is missing")) : List.of();
        }
        if (value.isContainerNode()) {
            return List.of(Fault.at(at, "type", "is no single value"));
        }
        if (value.asText().chars().anyMatch(c -> c < ' ' || c == 127)) {
            return List.of(Fault.at(at, "pattern", "holds a control character"));
        }
        if (shape == null) {
            return List.of();
        }
        List<Fault> faults = shape.faults(value, at);
        // "17" may stand for the number 17
        return faults.isEmpty() ? faults : shape.faults(asWritten(value.asText()), at);
    }

    /** The value that a text in an address or a header stands for. */
    static JsonNode asWritten(String text) {
        try {
            JsonNode read = HubJson.mapper().readTree(text);
            return read.isNumber() || read.isBoolean() ? read : TextNode.valueOf(text);
        } catch (JsonProcessingException | IllegalArgumentException plain) {
            return TextNode.valueOf(text);
        }
    }

    static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
