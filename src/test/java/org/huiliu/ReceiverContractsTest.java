package org.huiliu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the published receiver contracts as a receiver would: every example in them must be true to its schema. */
class ReceiverContractsTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    @ParameterizedTest
    @ValueSource(strings = {"receiver-municipal", "receiver-district", "receiver-line"})
    void everyExampleIsTrueToItsSchema(String name) {
        JsonNode contract = read(name);
        List<Example> examples = examplesOf(contract);

        assertThat(examples).isNotEmpty();
        for (Example example : examples) {
            assertThat(faults(contract, example.schema(), example.value()))
                    .as("%s %s", name, example.where())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"receiver-municipal", "receiver-district", "receiver-line"})
    void everyOperationExplainsItselfInBothLanguages(String name) {
        JsonNode contract = read(name);
        Set<String> ids = new TreeSet<>();
        for (Operation operation : operationsOf(contract)) {
            JsonNode node = operation.node();
            assertThat(node.path("summary").asText())
                    .as(operation.where())
                    .containsPattern("\\p{IsHan}")
                    .containsPattern("[A-Za-z]{3}");
            assertThat(ids.add(node.path("operationId").asText()))
                    .as("operationId of %s is its own", operation.where())
                    .isTrue();
            List<String> answers = new ArrayList<>();
            node.path("responses").fieldNames().forEachRemaining(answers::add);
            assertThat(answers).as(operation.where()).contains("200", "401", "403", "429", "503");
            if (node.has("requestBody")) {
                assertThat(answers).as(operation.where()).contains("202", "400", "409", "422");
                assertThat(node.at("/requestBody/content/application~1json/examples"))
                        .as(operation.where())
                        .isNotEmpty();
            }
            for (JsonNode response : node.path("responses")) {
                for (JsonNode content : resolve(contract, response).path("content")) {
                    assertThat(content.path("examples")).as(operation.where()).isNotEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"receiver-municipal", "receiver-district", "receiver-line"})
    void theContractStandsAlone(String name) {
        JsonNode contract = read(name);
        assertThat(contract.path("openapi").asText()).isEqualTo("3.0.3");
        for (JsonNode ref : contract.findValues("$ref")) {
            assertThat(ref.asText()).startsWith("#/");
            assertThat(contract.at(ref.asText().substring(1)).isMissingNode())
                    .as("%s is there", ref.asText())
                    .isFalse();
        }
        assertThat(contract.findValues("nullable"))
                .as("absent means missing, never null")
                .isEmpty();
    }

    @Test
    void theCheckItselfFindsAMissingAForeignAndAMalformedProperty() {
        JsonNode contract = read("receiver-district");
        JsonNode schema = contract.at("/components/schemas/CaseDelivery");
        ObjectNode good = contract.at(
                        "/paths/~1cases/post/requestBody/content/application~1json/examples/minimal/value")
                .deepCopy();
        assertThat(faults(contract, schema, good)).isEmpty();

        ObjectNode withoutDivision = good.deepCopy().without("division");
        assertThat(faults(contract, schema, withoutDivision)).hasSize(1);
        ObjectNode withForeign = good.deepCopy().put("phone", "13800000001");
        assertThat(faults(contract, schema, withForeign)).hasSize(1);
        ObjectNode withBadId = good.deepCopy().put("deliveryId", "7");
        assertThat(faults(contract, schema, withBadId)).hasSize(1);
    }

    /** The district's contract differs from the municipal one only by what stands at the head of its body. */
    @Test
    void bothCaseContractsUseOneWordForOneThing() {
        JsonNode municipal = read("receiver-municipal").at("/components/schemas");
        JsonNode district = read("receiver-district").at("/components/schemas");
        List<String> differing = new ArrayList<>();
        municipal.fieldNames().forEachRemaining(schema -> {
            if (!municipal.get(schema).equals(district.get(schema))) {
                differing.add(schema);
            }
        });
        assertThat(differing).containsExactlyInAnyOrder("CaseDelivery", "Place");
    }

    private record Operation(String where, JsonNode node, JsonNode shared) {}

    private record Example(String where, JsonNode schema, JsonNode value) {}

    private static List<Operation> operationsOf(JsonNode contract) {
        List<Operation> found = new ArrayList<>();
        contract.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
                    if (METHODS.contains(method.getKey())) {
                        found.add(new Operation(
                                method.getKey() + " " + path.getKey(),
                                method.getValue(),
                                path.getValue().path("parameters")));
                    }
                }));
        return found;
    }

    private static List<Example> examplesOf(JsonNode contract) {
        List<Example> found = new ArrayList<>();
        for (Operation operation : operationsOf(contract)) {
            addBodies(operation.where(), operation.node().path("requestBody").path("content"), found);
            operation.node().path("responses").fields().forEachRemaining(answer -> {
                JsonNode response = resolve(contract, answer.getValue());
                addBodies(operation.where() + " → " + answer.getKey(), response.path("content"), found);
                for (JsonNode header : response.path("headers")) {
                    addSingle(operation.where() + " header", resolve(contract, header), found);
                }
            });
            for (JsonNode parameter : operation.node().path("parameters")) {
                addSingle(operation.where() + " parameter", resolve(contract, parameter), found);
            }
            for (JsonNode parameter : operation.shared()) {
                addSingle(operation.where() + " parameter", resolve(contract, parameter), found);
            }
        }
        return found;
    }

    private static void addBodies(String where, JsonNode contents, List<Example> found) {
        for (JsonNode content : contents) {
            content.path("examples")
                    .fields()
                    .forEachRemaining(example -> found.add(new Example(
                            where + " " + example.getKey(),
                            content.path("schema"),
                            example.getValue().path("value"))));
        }
    }

    private static void addSingle(String where, JsonNode described, List<Example> found) {
        assertThat(described.has("example")).as("%s has an example", where).isTrue();
        found.add(new Example(
                where + " " + described.path("name").asText(), described.path("schema"), described.path("example")));
    }

    private static JsonNode resolve(JsonNode contract, JsonNode node) {
        return node.has("$ref") ? contract.at(node.get("$ref").asText().substring(1)) : node;
    }

    /**
     * An OpenAPI 3.0 schema that uses neither {@code nullable} nor the boolean {@code exclusiveMinimum} is a JSON
     * Schema, provided that its references find the components: they are put beside it.
     */
    private static Set<ValidationMessage> faults(JsonNode contract, JsonNode schema, JsonNode value) {
        ObjectNode standing = schema.deepCopy();
        standing.set("components", contract.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        standing,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build())
                .validate(value);
    }

    private static JsonNode read(String name) {
        try {
            return YAML.readTree(Path.of("openapi", name + ".yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
