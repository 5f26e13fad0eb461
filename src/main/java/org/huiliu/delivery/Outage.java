package org.huiliu.delivery;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a target did not answer.
 *
 * @param endedAt absent while it lasts
 * @param reason of the failure that began it, in one stable word
 * @param failedProbes probes that were not answered
 */
@RegisterForReflection
@Schema(name = "Outage")
public record Outage(
        UUID id,
        String target,
        OffsetDateTime begunAt,
        @Nullable OffsetDateTime endedAt,
        String reason,
        int failedProbes) {}
