package org.huiliu.boot.sandbox;

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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One published receiver contract, compiled to what a receiver checks: calls, headers and body. */
final class ReceiverContract {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.builder(
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
            .metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                    // What OpenAPI adds to a schema says nothing about validity.
                    .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                    .build())
            .build();
    private static final SchemaValidatorsConfig CHECKS = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ENGLISH)
            .build();

    private final List<Call> calls;

    private ReceiverContract(List<Call> calls) {
        this.calls = calls;
    }

    /** A call that the contract names: its path as pattern, its required headers and its body, each with a schema. */
    record Call(
            String method,
            Pattern path,
            Map<String, JsonSchema> headers,
            @Nullable JsonSchema body) {

        List<ContractFault> faultsOfHeaders(UnaryOperator<@Nullable String> header) {
            List<ContractFault> faults = new ArrayList<>();
            headers.forEach((name, schema) -> {
                String value = header.apply(name);
                if (value == null) {
                    faults.add(new ContractFault("header:" + name, "is missing"));
                } else {
                    schema.validate(asJson(value))
                            .forEach(fault -> faults.add(new ContractFault("header:" + name, fault.getMessage())));
                }
            });
            return faults;
        }

        List<ContractFault> faultsOfBody(JsonNode content) {
            if (body == null) {
                return List.of();
            }
            return body.validate(content).stream()
                    .map(fault -> new ContractFault(fault.getInstanceLocation().toString(), fault.getMessage()))
                    .toList();
        }

        private static JsonNode asJson(String header) {
            return header.matches("[0-9]{1,18}")
                    ? YAML.getNodeFactory().numberNode(Long.parseLong(header))
                    : YAML.getNodeFactory().textNode(header);
        }
    }

    static ReceiverContract read(String name) {
        try (InputStream in = ReceiverContract.class.getResourceAsStream("/openapi/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi/" + name + ".yaml is not on the class path");
            }
            return new ReceiverContract(callsOf(YAML.readTree(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The call of this method and path (below the target's base address). */
    Optional<Call> call(String method, String path) {
        return calls.stream()
                .filter(call -> call.method().equals(method)
                        && call.path().matcher(path).matches())
                .findFirst();
    }

    private static List<Call> callsOf(JsonNode contract) {
        List<Call> calls = new ArrayList<>();
        contract.path("paths").fields().forEachRemaining(path -> {
            Pattern pattern = Pattern.compile(path.getKey().replaceAll("\\{[^}]+}", "[^/]+"));
            path.getValue().fields().forEachRemaining(operation -> {
                if (!operation.getKey().equals("parameters")) {
                    calls.add(call(contract, operation.getKey(), pattern, operation.getValue()));
                }
            });
        });
        return List.copyOf(calls);
    }

    private static Call call(JsonNode contract, String method, Pattern path, JsonNode operation) {
        Map<String, JsonSchema> headers = new java.util.LinkedHashMap<>();
        for (JsonNode reference : operation.path("parameters")) {
            JsonNode parameter = resolved(contract, reference);
            if (parameter.path("in").asText().equals("header")
                    && parameter.path("required").asBoolean()) {
                headers.put(parameter.path("name").asText(), schema(contract, parameter.path("schema")));
            }
        }
        JsonNode body = operation.at("/requestBody/content/application~1json/schema");
        return new Call(
                method.toUpperCase(Locale.ROOT),
                path,
                Map.copyOf(headers),
                body.isMissingNode() ? null : schema(contract, body));
    }

    /** An OpenAPI 3.0 schema without {@code nullable} is a JSON Schema once its references find the components. */
    private static JsonSchema schema(JsonNode contract, JsonNode schema) {
        ObjectNode standing = schema.deepCopy();
        JsonNode before = standing.replace("components", contract.path("components"));
        return SCHEMAS.getSchema(standing, CHECKS);
    }

    private static JsonNode resolved(JsonNode contract, JsonNode node) {
        return node.has("$ref") ? contract.at(node.get("$ref").asText().substring(1)) : node;
    }
}
