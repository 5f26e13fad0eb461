package org.huiliu.delivery;

import java.time.Duration;

/**
 * On which terms a receiver is delivered to.
 *
 * @param limits how much it takes
 * @param retry when what failed is tried again, and when no more
 * @param onRefusal what a refusal means for what follows
 */
public record DeliveryTerms(Limits limits, Retry retry, OnRefusal onRefusal) {

    /**
     * Pauses between attempts: random, growing from the base to the cap.
     *
     * @param base the shortest pause
     * @param cap the longest pause, unless the receiver asks for more
     * @param maxAge a delivery that is older than this when an attempt fails is parked; one that was never tried is not
     *     given up untried
     */
    public record Retry(Duration base, Duration cap, Duration maxAge) {}

    /** What follows when a receiver refuses a delivery for good. */
    public enum OnRefusal {
        /** It is parked, and what follows for its case is held. */
        PARK,
        /** It is skipped, and what follows for its case goes on. */
        SKIP,
        /** It is parked and the target paused. */
        STOP
    }
}
