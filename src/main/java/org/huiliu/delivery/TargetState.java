package org.huiliu.delivery;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a target stands.
 *
 * @param enabled whether it is switched on
 * @param breaker CLOSED: it answers; OPEN: only probes are sent; HALF_OPEN: a probe is under way
 * @param failures attempts that failed one after the other
 * @param retryAt when the next probe may go
 * @param notBefore until when the target has asked to be left alone
 * @param rampFrom when its limits began to grow back after an outage or a pause
 * @param waiting deliveries that wait for their turn
 * @param held deliveries behind a parked one; while it is paused or switched off all that wait
 * @param sending deliveries under way
 * @param parked deliveries that a person must look at
 * @param oldestDueAt since when the longest waiting one has been due; absent when nothing waits
 */
@RegisterForReflection
@Schema(name = "TargetState")
public record TargetState(
        String target,
        boolean enabled,
        Breaker.State breaker,
        int failures,
        @Nullable OffsetDateTime retryAt,
        @Nullable OffsetDateTime notBefore,
        @Nullable OffsetDateTime rampFrom,
        @Nullable Paused paused,
        long waiting,
        long held,
        long sending,
        long parked,
        @Nullable OffsetDateTime oldestDueAt) {

    /** Who has paused it, and why. */
    @RegisterForReflection
    @Schema(name = "TargetPaused")
    public record Paused(String by, String reason, OffsetDateTime since) {}
}
