package org.huiliu.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.InputStreamSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.huiliu.platform.problem.Fault;

/**
 * A schema of an OpenAPI document, compiled once. Its faults name the spot and what would be allowed, never the value: the
 * library's own messages quote it.
 */
final class Shape {
    private static final int MOST_FAULTS = 20;
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.builder(
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
            .metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                    // what OpenAPI adds to a schema says nothing about validity
                    .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                    .build())
            .schemaLoaders(loaders -> loaders.values(List::clear).add(Shape::refuseToFetch))
            .build();

    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ROOT)
            .formatAssertionsEnabled(true)
            .build();

    private final JsonSchema schema;

    private Shape(JsonSchema schema) {
        this.schema = schema;
    }

    /**
     * Compiles the schema at a spot of a document.
     *
     * @throws Unfit when it is no schema
     */
    static Shape of(OpenApi document, Dialect dialect, JsonNode schema, String spot) {
        JsonNode told = dialect.translated(schema);
        if (!told.isObject()) {
            throw new Unfit(spot, "schema", "A schema is an object.");
        }
        // references find the components beside the schema, as they do in the document
        ObjectNode standing = told.deepCopy();
        standing.set("components", dialect.components());
        try {
            JsonSchema compiled = FACTORY.getSchema(standing, CONFIG);
            compiled.initializeValidators();
            return new Shape(compiled);
        } catch (JsonSchemaException | IllegalArgumentException | StackOverflowError broken) {
            throw new Unfit(spot, "schema", "This schema cannot be used.");
        }
    }

    /** Nothing when the value fits; pointers into the value, behind the given one. */
    List<Fault> faults(JsonNode value, String within) {
        List<Fault> faults = new ArrayList<>();
        for (ValidationMessage message : schema.validate(value)) {
            if (faults.size() == MOST_FAULTS) {
                break;
            }
            faults.add(fault(message, within));
        }
        return faults;
    }

    private static Fault fault(ValidationMessage message, String within) {
        JsonNode rule = message.getSchemaNode();
        String keyword = message.getType();
        String at = within + pointer(message.getInstanceLocation());
        return switch (keyword) {
            case "required" -> Fault.at(Pointers.child(at, message.getProperty()), keyword, "is missing");
            case "additionalProperties", "unevaluatedProperties" ->
                Fault.at(Pointers.child(at, message.getProperty()), keyword, "is not a field of the contract");
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
            default -> Fault.at(at, keyword, "breaks the contract's rule " + keyword);
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

    private static InputStreamSource refuseToFetch(AbsoluteIri iri) {
        throw new IllegalArgumentException("a contract stands alone, it may not refer to " + iri);
    }
}
