package org.huiliu.intake;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the sender of a report is told once it is committed.
 *
 * @param repeatOf the report that this one repeats, where that is known
 * @param evidence why it counts as a repeat
 */
@RegisterForReflection
public record Accepted(
        UUID reportId,
        UUID caseId,
        Outcome outcome,
        @Nullable UUID repeatOf,
        @Nullable Map<String, Object> evidence) {

    /** The same answer with what the report repeats. */
    public Accepted repeating(@Nullable UUID first, Map<String, Object> why) {
        return new Accepted(reportId, caseId, outcome, first, why);
    }

    /** An answer without repeat. */
    public static Accepted of(UUID reportId, UUID caseId, Outcome outcome) {
        return new Accepted(reportId, caseId, outcome, null, null);
    }
}
