package org.huiliu.normalize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema 2020-12, compiled once. Its faults name the spot and what would be allowed, never the value: the
 * library's own messages quote it.
 */
final class ContractSchema {
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
        List<Fault> faults = new ArrayList<>();
        for (ValidationMessage message : schema.validate(tree)) {
            if (faults.size() == Rejected.MOST_FAULTS) {
                break;
            }
            faults.add(fault(message));
        }
        return faults;
    }

    private static Fault fault(ValidationMessage message) {
        JsonNode rule = message.getSchemaNode();
        String keyword = message.getType();
        String at = pointer(message.getInstanceLocation());
        return switch (keyword) {
            case "required" -> Fault.at(at + "/" + escape(message.getProperty()), keyword, "is missing");
            case "additionalProperties", "unevaluatedProperties" ->
                Fault.at(at + "/" + escape(message.getProperty()), keyword, "is not a field of this contract");
            case "type" -> new Fault(at, keyword, "is of the wrong type", listed(rule));
            case "enum", "const" -> new Fault(at, keyword, "is not one of the allowed values", listed(rule));
            case "pattern" -> new Fault(at, keyword, "does not have the allowed form", listed(rule));
            case "format" -> new Fault(at, keyword, "does not have the allowed format", listed(rule));
            case "maxLength" -> Fault.at(at, keyword, "is longer than " + rule.asText() + " characters");
            case "minLength" -> Fault.at(at, keyword, "is shorter than " + rule.asText() + " characters");
            case "maxItems" -> Fault.at(at, keyword, "has more than " + rule.asText() + " elements");
            case "minItems" -> Fault.at(at, keyword, "has fewer than " + rule.asText() + " elements");
            case "maximum" -> Fault.at(at, keyword, "is greater than " + rule.asText());
            case "minimum" -> Fault.at(at, keyword, "is less than " + rule.asText());
            default -> Fault.at(at, keyword, "breaks the schema's rule " + keyword);
        };
    }

    private static List<String> listed(JsonNode rule) {
        return rule.isArray()
                ? StreamSupport.stream(rule.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(rule.asText());
    }

    private static String pointer(JsonNodePath path) {
        String pointer = path.toString();
        return pointer.equals("/") ? "" : pointer;
    }

    private static String escape(@Nullable String name) {
        return name == null ? "" : name.replace("~", "~0").replace("/", "~1");
    }

    private static com.networknt.schema.resource.InputStreamSource refuseToFetch(com.networknt.schema.AbsoluteIri iri) {
        throw new IllegalArgumentException("a contract's schema stands alone, it may not refer to " + iri);
    }
}
