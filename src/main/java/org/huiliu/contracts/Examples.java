package org.huiliu.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Values for a content of a contract: the contract's own example where it has one, else made up by its schema. */
final class Examples {
    private static final int DEEPEST = 12;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<String, String> BY_FORMAT = Map.of(
            "date-time", "2025-09-11T09:20:02+08:00",
            "date", "2025-09-11",
            "time", "09:20:02+08:00",
            "uuid", "0b0f7e52-6f0e-4c55-9a52-4a6f6f1c7d01",
            "uri", "https://receiver.example.cn/",
            "email", "office@example.cn",
            "ipv4", "192.0.2.1",
            "byte", "5rGH5rWB");

    private final OpenApi document;

    Examples(OpenApi document) {
        this.document = document;
    }

    /** For a media type object. */
    JsonNode of(JsonNode media) {
        if (media.has("example")) {
            return media.get("example");
        }
        for (JsonNode example : media.path("examples")) {
            JsonNode value = document.resolved(example).path("value");
            if (!value.isMissingNode()) {
                return value;
            }
        }
        return made(media.path("schema"), 0);
    }

    private JsonNode made(JsonNode described, int depth) {
        JsonNode schema = document.resolved(described);
        for (String given : new String[] {"example", "default", "const"}) {
            if (schema.has(given)) {
                return schema.get(given);
            }
        }
        for (String given : new String[] {"examples", "enum"}) {
            if (schema.path(given).isArray() && !schema.path(given).isEmpty()) {
                return schema.path(given).get(0);
            }
        }
        if (depth > DEEPEST) {
            return NullNode.getInstance();
        }
        for (String choice : new String[] {"oneOf", "anyOf"}) {
            if (schema.path(choice).isArray() && !schema.path(choice).isEmpty()) {
                return made(schema.path(choice).get(0), depth + 1);
            }
        }
        if (schema.has("allOf")) {
            ObjectNode whole = object(schema, depth);
            schema.path("allOf").forEach(part -> {
                if (made(part, depth + 1) instanceof ObjectNode fields) {
                    var unused = whole.setAll(fields);
                }
            });
            return whole;
        }
        return ofType(schema, depth);
    }

    private JsonNode ofType(JsonNode schema, int depth) {
        String type = schema.path("type").isArray()
                ? schema.path("type").path(0).asText()
                : schema.path("type").asText(schema.has("properties") ? "object" : "string");
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> {
                var elements = NODES.arrayNode();
                for (int i = 0; i < schema.path("minItems").asInt(0); i++) {
                    elements.add(made(schema.path("items"), depth + 1));
                }
                yield elements;
            }
            case "integer" -> NODES.numberNode(schema.path("minimum").asLong(1));
            case "number" -> NODES.numberNode(schema.path("minimum").asDouble(1));
            case "boolean" -> NODES.booleanNode(true);
            case "null" -> NullNode.getInstance();
            default -> NODES.textNode(text(schema));
        };
    }

    /** Only what must be there: less can be wrong with it. */
    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode made = NODES.objectNode();
        for (JsonNode name : schema.path("required")) {
            made.set(name.asText(), made(schema.path("properties").path(name.asText()), depth + 1));
        }
        return made;
    }

    private static String text(JsonNode schema) {
        String known = BY_FORMAT.getOrDefault(schema.path("format").asText(), "MOCK-1");
        int least = schema.path("minLength").asInt(0);
        String padded = known.length() >= least ? known : known + "0".repeat(Math.min(least, 10_000) - known.length());
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        return padded.length() <= most ? padded : padded.substring(0, most);
    }
}
