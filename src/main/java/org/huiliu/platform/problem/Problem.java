package org.huiliu.platform.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem.
 *
 * @param type stable URI of the kind
 * @param title the kind in Chinese
 * @param status HTTP status
 * @param detail this case of it, in English
 * @param faults the spots, where there are any
 * @param allowed what would be allowed instead, for example the legal next states
 * @param instance id under which the operators find it in the log
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        List<Fault> faults,
        List<String> allowed,
        @Nullable String instance) {

    /** The media type of every refusal. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** A problem without spots. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type.uri(), type.title(), type.status(), detail, List.of(), List.of(), null);
    }

    /** The same problem with the spots that are wrong. */
    public Problem with(List<Fault> spots) {
        return new Problem(type, title, status, detail, List.copyOf(spots), allowed, instance);
    }

    /** The same problem with what would be allowed. */
    public Problem allowing(List<String> legal) {
        return new Problem(type, title, status, detail, faults, List.copyOf(legal), instance);
    }

    /** The same problem with the id under which the log tells more. */
    public Problem instance(String id) {
        return new Problem(type, title, status, detail, faults, allowed, id);
    }

    /** As the answer of a REST method. */
    public <T> RestResponse<T> response() {
        return respond(this);
    }

    @SuppressWarnings("unchecked") // an error answer has no entity of type T: RestResponse only carries the type along
    private static <T> RestResponse<T> respond(Problem problem) {
        RestResponse.ResponseBuilder<Object> builder = RestResponse.ResponseBuilder.create(problem.status)
                .entity((Object) problem)
                .type(MEDIA_TYPE);
        if (problem.status == 503 || problem.status == 429) {
            builder = builder.header("Retry-After", "1");
        }
        return (RestResponse<T>) (RestResponse<?>) builder.build();
    }
}
