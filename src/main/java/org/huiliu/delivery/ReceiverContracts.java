package org.huiliu.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.huiliu.model.DeliveryKind;
import org.huiliu.platform.problem.Fault;

/** The published contracts of receivers ({@code openapi/receiver-*.yaml}): every body is checked before it is sent. */
@ApplicationScoped
public class ReceiverContracts {
    private static final Map<DeliveryKind, String> OF_A_CASE = Map.of(
            DeliveryKind.CREATE, "CaseDelivery",
            DeliveryKind.UPDATE, "CaseDelivery",
            DeliveryKind.RECALL, "Recall",
            DeliveryKind.WARNING, "Warning");
    private static final Map<DeliveryKind, String> OF_A_LINE = Map.of(DeliveryKind.ANSWER, "Answer");

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.builder(
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
            .metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                    // what OpenAPI adds to a schema says nothing about validity
                    .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                    .build())
            .build();

    private final Map<String, Map<DeliveryKind, JsonSchema>> contracts = Map.of(
            "receiver-municipal", schemas("receiver-municipal", OF_A_CASE),
            "receiver-district", schemas("receiver-district", OF_A_CASE),
            "receiver-line", schemas("receiver-line", OF_A_LINE));

    /** What is wrong with a body, nothing when it is true to the contract. Never quotes the body. */
    public List<Fault> faults(String contract, DeliveryKind kind, JsonNode body) {
        JsonSchema schema = contracts.getOrDefault(contract, Map.of()).get(kind);
        if (schema == null) {
            return List.of(Fault.at("", "contract", "contract " + contract + " takes no " + kind));
        }
        return schema.validate(body).stream()
                .map(message -> Fault.at(
                        message.getInstanceLocation().toString(),
                        message.getType(),
                        "breaks " + message.getSchemaLocation().getFragment()))
                .toList();
    }

    private static Map<DeliveryKind, JsonSchema> schemas(String contract, Map<DeliveryKind, String> names) {
        JsonNode components = read("/openapi/" + contract + ".yaml").path("components");
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .pathType(PathType.JSON_POINTER)
                .build();
        Map<DeliveryKind, JsonSchema> schemas = new HashMap<>();
        names.forEach((kind, name) -> {
            // an OpenAPI 3.0 schema without nullable and exclusive bounds is a JSON Schema once its components stand by
            ObjectNode standing = components.path("schemas").path(name).deepCopy();
            standing.set("components", components);
            schemas.put(kind, SCHEMAS.getSchema(standing, config));
        });
        return Map.copyOf(schemas);
    }

    private static JsonNode read(String resource) {
        try (InputStream yaml = ReceiverContracts.class.getResourceAsStream(resource)) {
            if (yaml == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new ObjectMapper(new YAMLFactory()).readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
