package org.huiliu.platform.problem;

import org.jspecify.annotations.Nullable;

/** The body of a request as a REST method gets it: null when the client sent none. */
public final class RequestBody {
    private RequestBody() {}

    /**
     * The body.
     *
     * @throws Refused when there is none
     */
    public static <T> T present(@Nullable T body) {
        if (body == null) {
            throw new Refused(Problem.of(ProblemType.NOT_PARSEABLE, "A JSON body is required."));
        }
        return body;
    }
}
