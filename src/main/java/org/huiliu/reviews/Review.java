package org.huiliu.reviews;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A question for a person, with what is needed to answer it. No personal data.
 *
 * @param subject the case that is asked about
 * @param other the case that it may repeat
 * @param evidence what speaks for it and against
 * @param decidedBy who decided; absent while it is open or when it lapsed
 */
@RegisterForReflection
public record Review(
        UUID reviewId,
        ReviewKind kind,
        ReviewState state,

        @Schema(description = "The case that is asked about.")
        Glance subject,

        @Schema(description = "The case that it may repeat.")
        Glance other,

        @Schema(description = "What speaks for it and against: scores, distances, shared words.")
        Map<String, Object> evidence,

        OffsetDateTime openedAt,
        @Nullable OffsetDateTime decidedAt,
        @Nullable String decidedBy,
        Decision.@Nullable Kind decision,
        @Nullable String reason) {

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
