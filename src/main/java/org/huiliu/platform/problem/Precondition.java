package org.huiliu.platform.problem;

import org.jspecify.annotations.Nullable;

/**
 * The version that an editor has seen.
 *
 * @param ifMatch value of the header {@code If-Match}; absent when something new is made
 */
public record Precondition(@Nullable String ifMatch) {
    /** Whatever stands there now (RFC 9110): for who means the thing itself and not its latest version. */
    private static final String ANY = "*";

    /** The ETag of a version. */
    public static String tag(int version) {
        return "\"" + version + "\"";
    }

    /** Why an edit of what stands in the register must not be done; null when it may. */
    public @Nullable Problem against(@Nullable Integer standing) {
        if (standing == null) {
            return ifMatch == null
                    ? null
                    : problem(ProblemType.PRECONDITION_FAILED, "There is no such entry to change.");
        }
        if (ifMatch == null) {
            return problem(ProblemType.PRECONDITION_REQUIRED, "The entry exists: send its ETag in If-Match.");
        }
        return ifMatch.equals(tag(standing)) || ifMatch.equals(ANY)
                ? null
                : problem(ProblemType.PRECONDITION_FAILED, "The entry was changed meanwhile: read it again.");
    }

    private static Problem problem(ProblemType type, String detail) {
        return Problem.of(type, detail);
    }
}
