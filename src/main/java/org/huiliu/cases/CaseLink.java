package org.huiliu.cases;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a case belongs together with another one, seen from the case, as published in
 * {@code contracts/case/v1/case.schema.json}.
 *
 * @param caseId the other one
 * @param score 0 to 1, where a machine has compared them
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CaseLink(
        Kind kind,
        UUID caseId,
        @Nullable Double score,
        @Nullable Likeness evidence,
        DecidedBy decidedBy,
        OffsetDateTime at) {

    /** What the other one is to the case. */
    public enum Kind {
        /** The case is merged into it and handled with it. */
        PARENT,
        /** It is merged into the case. */
        CHILD,
        /** It is the closed matter that has come back in the case. */
        RECURRENCE,
        /** The case has come back in it. */
        RELATED,
        /** A person has said that they are two. */
        SEPARATE
    }

    /** Who said so. */
    public enum DecidedBy {
        SOURCE,
        AUTO,
        OPERATOR
    }

    /** What they have in common. */
    @RegisterForReflection
    public record Likeness(
            @Nullable Double textSimilarity,
            @Nullable Integer distanceM,
            @Nullable Long secondsApart,
            @Nullable Boolean samePhone) {}
}
