package org.huiliu.pipeline;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps this pod's requests to a target apart also when it is late with them: what a pause of its machine has held up must
 * not all go out when the pause ends. Touched on one event loop only.
 */
final class Pacing {
    /** Timers tick in milliseconds and are seldom exact: who is early by less is on time. */
    private static final Duration TOLERANCE = Duration.ofMillis(4);

    /** By target: when the next request may begin. */
    private final Map<String, OffsetDateTime> free = new HashMap<>();

    /**
     * Takes the next place.
     *
     * @param spacing from it to the one after it
     * @return how long to wait for it
     */
    Duration take(String target, Duration spacing, OffsetDateTime now) {
        OffsetDateTime next = free.get(target);
        OffsetDateTime place = next == null || next.isBefore(now) ? now : next;
        free.put(target, place.plus(spacing));
        Duration wait = Duration.between(now, place).minus(TOLERANCE);
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
