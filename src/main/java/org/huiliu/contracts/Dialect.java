package org.huiliu.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * The schemas of one document, told in JSON Schema 2020-12. An OpenAPI 3.1 schema is one; a 3.0 schema says
 * {@code nullable} and has exclusive bounds that are true or false.
 */
final class Dialect {
    /** What holds values and not schemas. */
    private static final Set<String> VALUES = Set.of("example", "examples", "default", "enum", "const", "required");

    private final boolean old;
    private final JsonNode components;

    Dialect(OpenApi document) {
        this.old = !document.newer();
        this.components = translated(document.components());
    }

    /** The components, told. */
    JsonNode components() {
        return components;
    }

    /** A schema, told; the same tree when nothing is to be said otherwise. */
    JsonNode translated(JsonNode node) {
        return old ? translate(node) : node;
    }

    private static JsonNode translate(JsonNode node) {
        if (node.isArray()) {
            ArrayNode elements = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> elements.add(translate(element)));
            return elements;
        }
        if (!node.isObject()) {
            return node;
        }
        if (node.path("$ref").isTextual()) {
            // in 3.0 nothing beside a reference counts
            return JsonNodeFactory.instance.objectNode().set("$ref", node.get("$ref"));
        }
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        node.fields().forEachRemaining(child -> {
            boolean value = VALUES.contains(child.getKey());
            told.set(child.getKey(), value ? child.getValue() : translate(child.getValue()));
        });
        bound(told, "exclusiveMinimum", "minimum");
        bound(told, "exclusiveMaximum", "maximum");
        if (told.path("nullable").isBoolean()) {
            nullable(told);
        }
        return told;
    }

    private static void bound(ObjectNode schema, String exclusive, String plain) {
        JsonNode flag = schema.path(exclusive);
        if (flag.isBoolean()) {
            schema.remove(exclusive);
            if (flag.booleanValue() && schema.path(plain).isNumber()) {
                schema.set(exclusive, schema.remove(plain));
            }
        }
    }

    private static void nullable(ObjectNode schema) {
        boolean nullable = schema.remove("nullable").booleanValue();
        if (nullable && schema.path("type").isTextual()) {
            String type = schema.path("type").asText();
            schema.putArray("type").add(type).add("null");
            if (schema.path("enum").isArray()) {
                ArrayNode allowed = schema.path("enum").deepCopy();
                allowed.addNull();
                schema.set("enum", allowed);
            }
        }
    }
}
