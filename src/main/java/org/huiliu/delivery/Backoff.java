package org.huiliu.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: decorrelated jitter, so that deliveries that failed together do not come
 * back together.
 */
public final class Backoff {
    private final Duration longestRetryAfter;
    private final RandomGenerator random;

    /**
     * A back-off.
     *
     * @param longestRetryAfter the longest pause that a receiver may ask for
     */
    public Backoff(Duration longestRetryAfter, RandomGenerator random) {
        this.longestRetryAfter = longestRetryAfter;
        this.random = random;
    }

    /** A random pause between the base and three times the previous one, at most the cap. */
    public Duration after(DeliveryTerms.Retry retry, Duration previous) {
        long base = retry.base().toMillis();
        long cap = Math.max(base, retry.cap().toMillis());
        long ceiling = Math.min(cap, Math.max(base, 3 * Math.min(previous.toMillis(), cap)));
        return Duration.ofMillis(ceiling == base ? base : random.nextLong(base, ceiling + 1));
    }

    /** What a receiver asks for, within bounds; the shortest pause when it asks for patience and does not say how much. */
    public Duration asked(DeliveryTerms.Retry retry, @Nullable Duration retryAfter) {
        if (retryAfter == null) {
            return retry.base();
        }
        return retryAfter.compareTo(longestRetryAfter) > 0 ? longestRetryAfter : retryAfter;
    }
}
