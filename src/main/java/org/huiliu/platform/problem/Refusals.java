package org.huiliu.platform.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Arrays;
import java.util.List;
import org.huiliu.platform.json.Pointers;
import org.huiliu.platform.tx.DatabaseGone;
import org.huiliu.platform.tx.Overloaded;
import org.huiliu.platform.tx.TryAgain;
import org.huiliu.platform.tx.Unstorable;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns every failure of a REST method into a problem that says what, where, and what would be allowed. */
public class Refusals {

    @ServerExceptionMapper
    public RestResponse<Object> refused(Refused refused) {
        return refused.problem().response();
    }

    @ServerExceptionMapper
    public RestResponse<Object> noToken(UnauthorizedException failure) {
        return challenge("A bearer token is required.");
    }

    @ServerExceptionMapper
    public RestResponse<Object> badToken(AuthenticationFailedException failure) {
        return challenge("The token is not valid here.");
    }

    @ServerExceptionMapper
    public RestResponse<Object> notAllowed(ForbiddenException failure) {
        return Problem.of(ProblemType.FORBIDDEN, "The token's roles do not allow this.")
                .response();
    }

    /** A body that is JSON but not of the shape, or not JSON at all. */
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    public RestResponse<Object> unreadable(JsonProcessingException failure) {
        return problem(failure).response();
    }

    /** 404, 405, 406, 415, 413 and their like, which the framework raises before a method runs. */
    @ServerExceptionMapper
    public RestResponse<Object> http(WebApplicationException failure) {
        JsonProcessingException unreadable = jsonFailure(failure);
        int status = failure.getResponse().getStatus();
        if (unreadable != null && status == 400) {
            return problem(unreadable).response();
        }
        if (status < 400) {
            return RestResponse.ResponseBuilder.create(failure.getResponse().getStatusInfo(), (Object) null)
                    .build();
        }
        if (status >= 500) {
            return any(failure);
        }
        ProblemType type = Arrays.stream(ProblemType.values())
                .filter(one -> one.status() == status)
                .findFirst()
                .orElse(ProblemType.BAD_REQUEST);
        RestResponse<Object> answer = Problem.of(type, detail(type)).response();
        Object allow = failure.getResponse().getHeaders().getFirst("Allow");
        if (allow != null) {
            answer.getHeaders().add("Allow", allow);
        }
        return answer;
    }

    @ServerExceptionMapper
    public RestResponse<Object> any(Throwable failure) {
        return of(failure).response();
    }

    /** The problem of a failure that no REST method handled. */
    public static Problem of(Throwable failure) {
        if (failure instanceof Refused refused) {
            return refused.problem();
        }
        if (failure instanceof Overloaded) {
            return Problem.of(ProblemType.UNAVAILABLE, "Too much is waiting to be written.");
        }
        if (failure instanceof TryAgain) {
            return Problem.of(ProblemType.UNAVAILABLE, "Others were changing the same data; nothing was done.");
        }
        if (Unstorable.isNoText(failure)) {
            return Problem.of(ProblemType.BAD_REQUEST, "The request holds a character that is no text, such as NUL.");
        }
        if (DatabaseGone.is(failure)) {
            return Problem.of(ProblemType.UNAVAILABLE, "The store cannot be reached; nothing was done.");
        }
        return Incident.of(failure);
    }

    /** The problem of a body that Jackson refuses, with the pointer to the spot and without its value. */
    static Problem problem(JsonProcessingException failure) {
        if (!(failure instanceof JsonMappingException mapping)
                || mapping.getPath().isEmpty()) {
            return Problem.of(ProblemType.NOT_PARSEABLE, "The body is not the JSON that is expected here.");
        }
        String pointer = pointer(mapping.getPath());
        return Problem.of(ProblemType.BREAKS_CONTRACT, "The body does not have the shape of the contract.")
                .with(List.of(fault(pointer, mapping)));
    }

    private static Fault fault(String pointer, JsonMappingException failure) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            List<String> known = unknown.getKnownPropertyIds() == null
                    ? null
                    : unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .toList();
            return new Fault(pointer, "unknown", "There is no such property here.", known);
        }
        if (failure instanceof InvalidFormatException format
                && format.getTargetType() != null
                && format.getTargetType().isEnum()) {
            List<String> values = Arrays.stream(format.getTargetType().getEnumConstants())
                    .map(String::valueOf)
                    .toList();
            return new Fault(pointer, "enum", "Not one of the values that are allowed.", values);
        }
        if (failure instanceof InvalidFormatException format && format.getTargetType() == String.class) {
            return Fault.at(pointer, "character", "Neither the character NUL nor half a surrogate pair is text.");
        }
        return Fault.at(pointer, "type", "Not of the type that is expected here.");
    }

    private static String pointer(List<JsonMappingException.Reference> path) {
        String pointer = "";
        for (JsonMappingException.Reference step : path) {
            String name = step.getFieldName();
            pointer = Pointers.child(pointer, name == null ? String.valueOf(step.getIndex()) : name);
        }
        return pointer.isEmpty() ? "/" : pointer;
    }

    private static @Nullable JsonProcessingException jsonFailure(Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (one instanceof JsonProcessingException json) {
                return json;
            }
        }
        return null;
    }

    private static RestResponse<Object> challenge(String detail) {
        RestResponse<Object> answer =
                Problem.of(ProblemType.UNAUTHENTICATED, detail).response();
        answer.getHeaders().add("WWW-Authenticate", "Bearer");
        return answer;
    }

    private static String detail(ProblemType type) {
        return switch (type) {
            case NOT_FOUND -> "There is nothing here.";
            case METHOD_NOT_ALLOWED -> "This method is not supported here.";
            case NOT_ACCEPTABLE -> "The answer cannot be given in the type asked for.";
            case TOO_LARGE -> "The body is larger than is taken here.";
            case UNSUPPORTED_TYPE -> "The body's type is not taken here.";
            default -> "The request is not understood.";
        };
    }
}
