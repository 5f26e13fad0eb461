package org.huiliu.platform.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/**
 * Completes each operation with the problems that follow from its shape (a token is needed: 401, 403; a path names
 * something: 404; a body comes in: 400, 413, 415, 422; a version is compared: 412, 428), so that no REST method repeats
 * them, and with its examples. Runs in the build.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemAnswers implements OASFilter {
    private static final String EXAMPLES = "openapi-examples.json";
    private static final String LINES = "application/x-ndjson";
    private static final String SECURED = "/v1/";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        JsonNode examples = examples();
        if (api.getPaths() == null) {
            return;
        }
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((method, operation) -> complete(path, method, operation, examples)));
    }

    private static void complete(String path, PathItem.HttpMethod method, Operation operation, JsonNode examples) {
        if (path.startsWith(SECURED)) {
            problem(operation, "401", "Unauthenticated");
            problem(operation, "403", "Forbidden");
            problem(operation, "503", "Unavailable");
        }
        if (path.contains("{")) {
            problem(operation, "404", "NotFound");
        }
        if (operation.getRequestBody() != null) {
            problem(operation, "415", "UnsupportedType");
            if (!stream(operation)) {
                problem(operation, "400", "BadRequest");
                problem(operation, "413", "TooLarge");
                problem(operation, "422", "BreaksContract");
            }
        } else if (has(operation, Parameter.In.QUERY, null)) {
            problem(operation, "400", "BadRequest");
        }
        if (has(operation, Parameter.In.HEADER, "If-Match")) {
            problem(operation, "412", "PreconditionFailed");
            problem(operation, "428", "PreconditionRequired");
        }
        if (method == PathItem.HttpMethod.PUT) {
            created(operation);
        }
        JsonNode example = examples.path(String.valueOf(operation.getOperationId()));
        if (example.has("request") && operation.getRequestBody() != null) {
            show(operation.getRequestBody().getContent(), example.get("request"));
        }
        for (String status : List.of("200", "202")) {
            if (example.has("response") && operation.getResponses().getAPIResponse(status) != null) {
                show(operation.getResponses().getAPIResponse(status).getContent(), example.get("response"));
            }
        }
    }

    private static void problem(Operation operation, String status, String name) {
        APIResponses responses = operation.getResponses();
        if (responses.getAPIResponse(status) == null) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().ref("#/components/responses/" + name));
        }
    }

    /** A PUT makes what was not there: the same answer as a change, with another status. */
    private static void created(Operation operation) {
        APIResponses responses = operation.getResponses();
        if (responses.getAPIResponse("201") == null && responses.getAPIResponse("200") != null) {
            responses.addAPIResponse(
                    "201",
                    OASFactory.createAPIResponse()
                            .description("Created")
                            .content(responses.getAPIResponse("200").getContent()));
        }
    }

    /** A stream of lines has any size, and what is wrong with a line is told in the result of that line. */
    private static boolean stream(Operation operation) {
        Content content = operation.getRequestBody().getContent();
        return content != null && content.getMediaType(LINES) != null;
    }

    private static boolean has(Operation operation, Parameter.In in, @Nullable String name) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(one -> one.getIn() == in && (name == null || name.equals(one.getName())));
    }

    private static void show(@Nullable Content content, JsonNode example) {
        if (content == null) {
            return;
        }
        Object value = new ObjectMapper().convertValue(example, Object.class);
        for (Map.Entry<String, MediaType> type : content.getMediaTypes().entrySet()) {
            type.getValue().setExample(value);
        }
    }

    private static JsonNode examples() {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(EXAMPLES)) {
            if (in == null) {
                throw new IllegalStateException(EXAMPLES + " is not on the class path");
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + EXAMPLES, e);
        }
    }
}
