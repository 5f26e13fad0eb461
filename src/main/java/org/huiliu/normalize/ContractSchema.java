package org.huiliu.normalize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.util.List;
import java.util.Locale;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.schema.Complaints;

/**
 * A JSON Schema 2020-12, compiled once. Its faults name the spot and what would be allowed, never the value: the
 * library's own messages quote it.
 */
final class ContractSchema {
    private static final Complaints COMPLAINTS = new Complaints("this contract", "the schema", Rejected.MOST_FAULTS);
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder ->
                    builder.schemaLoaders(loaders -> loaders.values(List::clear).add(ContractSchema::refuseToFetch)));

    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ROOT)
            .formatAssertionsEnabled(true)
            .preloadJsonSchema(true)
            .build();

    private final JsonSchema schema;

    private ContractSchema(JsonSchema schema) {
        this.schema = schema;
    }

    static ContractSchema read(String file, String text) {
        try {
            return of(file, HubJson.mapper().readTree(text));
        } catch (JsonProcessingException broken) {
            throw new BrokenContract(
                    file,
                    "line " + broken.getLocation().getLineNr() + ", column "
                            + broken.getLocation().getColumnNr(),
                    "is not JSON: " + broken.getOriginalMessage(),
                    broken);
        }
    }

    /** The part of the published case schema that a mapping has to make. */
    static ContractSchema content(String file, String caseSchema) {
        try {
            ObjectNode whole = (ObjectNode) HubJson.mapper().readTree(caseSchema);
            ObjectNode content = HubJson.mapper().createObjectNode();
            content.set("$schema", whole.get("$schema"));
            content.set("$defs", whole.get("$defs"));
            content.put("$ref", "#/$defs/content");
            return of(file, content);
        } catch (JsonProcessingException broken) {
            throw new BrokenContract(file, "", "is not JSON", broken);
        }
    }

    private static ContractSchema of(String file, JsonNode tree) {
        if (!tree.isObject()) {
            throw new BrokenContract(file, "", "a schema is a JSON object");
        }
        try {
            JsonSchema schema = FACTORY.getSchema(tree, CONFIG);
            schema.initializeValidators();
            return new ContractSchema(schema);
        } catch (JsonSchemaException | IllegalArgumentException broken) {
            throw new BrokenContract(file, "", "is no usable JSON Schema: " + broken.getMessage(), broken);
        }
    }

    /** At most {@value Rejected#MOST_FAULTS} faults, in the order of the schema; none when the tree fits. */
    List<Fault> faultsOf(JsonNode tree) {
        return COMPLAINTS.faults(schema.validate(tree), "");
    }

    private static com.networknt.schema.resource.InputStreamSource refuseToFetch(com.networknt.schema.AbsoluteIri iri) {
        throw new IllegalArgumentException("a contract's schema stands alone, it may not refer to " + iri);
    }
}
