package org.huiliu.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: decorrelated jitter, so that deliveries that failed together do not come
 * back together.
 */
public final class Backoff {
    private final long baseMillis;
    private final long capMillis;
    private final Duration longestRetryAfter;
    private final RandomGenerator random;

    /**
     * A back-off.
     *
     * @param base the shortest pause
     * @param cap the longest pause of its own
     * @param longestRetryAfter the longest pause that a receiver may ask for
     */
    public Backoff(Duration base, Duration cap, Duration longestRetryAfter, RandomGenerator random) {
        this.baseMillis = base.toMillis();
        this.capMillis = Math.max(base.toMillis(), cap.toMillis());
        this.longestRetryAfter = longestRetryAfter;
        this.random = random;
    }

    /** A random pause between the base and three times the previous one, at most the cap. */
    public Duration after(Duration previous) {
        long ceiling = Math.min(capMillis, Math.max(baseMillis, 3 * Math.min(previous.toMillis(), capMillis)));
        return Duration.ofMillis(ceiling == baseMillis ? baseMillis : random.nextLong(baseMillis, ceiling + 1));
    }

    /** The same, but no shorter than what the receiver asked for within bounds. */
    public Duration after(Duration previous, @Nullable Duration retryAfter) {
        Duration own = after(previous);
        if (retryAfter == null) {
            return own;
        }
        Duration asked = retryAfter.compareTo(longestRetryAfter) > 0 ? longestRetryAfter : retryAfter;
        return asked.compareTo(own) > 0 ? asked : own;
    }
}
