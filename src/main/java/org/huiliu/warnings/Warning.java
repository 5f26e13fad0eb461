package org.huiliu.warnings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Several different matters about one subject. No personal data.
 *
 * @param revision grows with the list
 * @param rule that raised it, as it was
 * @param division that holds all its cases; absent for none
 * @param caseCount cases that stand for themselves
 * @param since reporting time of the first case
 * @param until reporting time of the last case
 */
@RegisterForReflection
@Schema(name = "Warning", description = "Several different matters at one place or by one firm.")
public record Warning(
        UUID warningId,
        int revision,
        WarningState state,
        Rule rule,
        About subject,

        @Schema(description = "Holds all its cases; absent for none.") @Nullable
        String division,

        @Schema(description = "Different matters; merged and invalid ones do not count.")
        int caseCount,

        OffsetDateTime since,
        OffsetDateTime until,
        OffsetDateTime raisedAt,
        OffsetDateTime updatedAt,
        @Nullable OffsetDateTime closedAt,
        @Nullable String closedBy,
        @Nullable String reason) {

    /** The rule as it was when it tipped. */
    @RegisterForReflection
    @Schema(name = "WarningCause")
    public record Rule(String name, String text, int cases, String window) {}

    /** What the cases are about. */
    @RegisterForReflection
    @Schema(name = "WarningSubject")
    public record About(Subject.Kind kind, String name) {}

    /** The same, as a reader outside the hub sees it: operators' names stay inside. */
    public Warning outside() {
        return new Warning(
                warningId,
                revision,
                state,
                rule,
                subject,
                division,
                caseCount,
                since,
                until,
                raisedAt,
                updatedAt,
                closedAt,
                closedBy == null ? null : "operator",
                reason);
    }
}
