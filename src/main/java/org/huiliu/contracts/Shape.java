package org.huiliu.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.resource.InputStreamSource;
import java.util.List;
import java.util.Locale;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.schema.Complaints;

/**
 * A schema of an OpenAPI document, compiled once. Its faults name the spot and what would be allowed, never the value: the
 * library's own messages quote it.
 */
final class Shape {
    private static final Complaints COMPLAINTS = new Complaints("the contract", "the contract", 20);
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
        return COMPLAINTS.faults(schema.validate(value), within);
    }

    private static InputStreamSource refuseToFetch(AbsoluteIri iri) {
        throw new IllegalArgumentException("a contract stands alone, it may not refer to " + iri);
    }
}
