package org.huiliu.boot.partner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.huiliu.model.DeliveryKind;

/** A delivery that is sent for the test: an example of the contract under ids of its own. */
record Letter(DeliveryKind kind, ObjectNode body) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** An example of the contract by its name; a case that was never sent before. */
    static Letter example(String contract, DeliveryKind kind, String name) {
        String path =
                switch (kind) {
                    case CREATE -> "/paths/~1cases/post";
                    case UPDATE -> "/paths/~1cases~1{caseId}/put";
                    case RECALL -> "/paths/~1cases~1{caseId}~1recall/post";
                    case ANSWER -> "/paths/~1answers/post";
                    case WARNING -> "/paths/~1warnings/post";
                };
        JsonNode examples = read(contract).at(path + "/requestBody/content/application~1json/examples");
        JsonNode example =
                examples.has(name) ? examples.get(name) : examples.iterator().next();
        return new Letter(kind, example.path("value").<ObjectNode>deepCopy())
                .with("caseId", UUID.randomUUID().toString())
                .fresh();
    }

    private static JsonNode read(String contract) {
        try (InputStream yaml = Letter.class.getResourceAsStream("/openapi/" + contract + ".yaml")) {
            if (yaml == null) {
                throw new IllegalArgumentException("there is no contract " + contract);
            }
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same under a delivery id of its own. */
    Letter fresh() {
        return with("deliveryId", UUID.randomUUID().toString());
    }

    Letter of(String caseId, int revision) {
        Letter other = with("caseId", caseId);
        ObjectNode body = other.body.put("revision", revision);
        return new Letter(kind, body);
    }

    Letter with(String name, String value) {
        if (name.equals("caseId") && !body.has("caseId")) {
            return new Letter(kind, body.deepCopy().put("warningId", value));
        }
        return new Letter(kind, body.deepCopy().put(name, value));
    }

    Letter without(String pointer) {
        ObjectNode less = body.deepCopy();
        int slash = pointer.lastIndexOf('/');
        if (less.at(pointer.substring(0, slash)) instanceof ObjectNode holder) {
            var gone = holder.remove(pointer.substring(slash + 1));
        }
        return new Letter(kind, less);
    }

    String caseId() {
        return body.path("caseId").asText();
    }

    String deliveryId() {
        return body.path("deliveryId").asText();
    }

    int revision() {
        return body.path("revision").asInt(1);
    }

    byte[] bytes() {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    String method() {
        return kind == DeliveryKind.UPDATE ? "PUT" : "POST";
    }

    String path() {
        return switch (kind) {
            case CREATE -> "/cases";
            case UPDATE -> "/cases/" + caseId();
            case RECALL -> "/cases/" + caseId() + "/recall";
            case ANSWER -> "/answers";
            case WARNING -> "/warnings";
        };
    }
}
