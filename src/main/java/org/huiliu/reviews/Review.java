package org.huiliu.reviews;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * A question for a person, with what is needed to answer it. No personal data.
 *
 * @param subject the case that is asked about
 * @param other the case that it may repeat; of a SUSPECTED one
 * @param evidence what speaks for it and against, or which rule asks
 * @param dueAt of an URGENT one: when it goes on without a decision
 * @param fallback of an URGENT one: where it goes then by the rule that asks
 * @param decidedBy who decided; absent while it is open or when it lapsed
 * @param holder who works on it now; absent when nobody does
 * @param heldUntil until when it is theirs, unless they go on working
 */
@RegisterForReflection
public record Review(
        UUID reviewId,
        ReviewKind kind,
        ReviewState state,

        @Schema(description = "The case that is asked about.")
        Glance subject,

        @Schema(description = "The case that it may repeat; of a SUSPECTED one.") @Nullable
        Glance other,

        @Schema(
                description = "What speaks for it and against: scores, distances, shared words; "
                        + "of the other kinds the rule that asks.")
        Map<String, Object> evidence,

        OffsetDateTime openedAt,

        @Schema(description = "研判时限 / of an URGENT one: when it goes on without a decision") @Nullable
        OffsetDateTime dueAt,

        @Schema(description = "超时去向 / of an URGENT one: where it goes then, and by which rule") @Nullable
        Map<String, Object> fallback,

        @Nullable OffsetDateTime decidedAt,
        @Nullable String decidedBy,
        Decision.@Nullable Kind decision,
        @Nullable String reason,

        @Schema(description = "正在研判的人 / who works on it now; absent when nobody does") @Nullable
        String holder,

        @Schema(description = "占用至 / until when it is theirs, unless they prolong it") @Nullable
        OffsetDateTime heldUntil) {

    /** Why somebody cannot work on it or decide it now; null when they can. */
    public @Nullable Problem hindrance(String actor) {
        String detail =
                switch (state) {
                    case LAPSED -> "The review has lapsed: what happened to its cases has answered it.";
                    case DECIDED ->
                        "The review was decided by " + decidedBy + " at " + decidedAt + ": " + decision + ".";
                    case OPEN ->
                        holder == null || holder.equals(actor)
                                ? null
                                : "The review is held by " + holder + " until " + heldUntil + ".";
                };
        return detail == null ? null : Problem.of(ProblemType.CONFLICT, detail);
    }

    /** A case at a glance. */
    @RegisterForReflection
    @Schema(name = "ReviewedCase")
    public record Glance(
            UUID caseId,
            int revision,
            String state,
            List<String> marks,
            String feed,
            String category,
            String urgency,
            String priority,
            @Nullable String division,
            @Nullable String address,
            String title,
            @Nullable String description,
            @Nullable String hostUnit,
            int reportCount,
            int callerCount,
            OffsetDateTime openedAt) {}
}
