package org.huiliu.partners;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * On which terms a target is delivered to.
 *
 * @param inFlight requests under way at once, over all pods
 * @param perSecond requests begun in a second, over all pods; null: no limit
 * @param rampUpSeconds after an outage the limits grow back over this long, so that what has waited does not fell it again
 * @param retry when what failed is tried again, and when no more
 * @param onRefusal what a refusal means for what follows
 */
@RegisterForReflection
public record Terms(int inFlight, @Nullable Integer perSecond, int rampUpSeconds, Retry retry, OnRefusal onRefusal) {

    /** What holds for a target that says nothing of it. */
    public static final Terms USUAL = new Terms(8, null, 60, new Retry(1_000, 600, 72), OnRefusal.PARK);

    /**
     * Pauses between attempts: random, growing from the base to the cap.
     *
     * @param baseMillis the shortest pause
     * @param capSeconds the longest pause, unless the receiver asks for more
     * @param maxAgeHours what is older than this is parked
     */
    @RegisterForReflection
    public record Retry(int baseMillis, int capSeconds, int maxAgeHours) {}

    /** What follows when a target refuses a delivery for good. */
    public enum OnRefusal {
        /** It is parked, and what follows for its case is held. */
        PARK,
        /** It is skipped, and what follows for its case goes on. */
        SKIP,
        /** It is parked and the target paused: its refusals mean that something is wrong with all of them. */
        STOP
    }
}
