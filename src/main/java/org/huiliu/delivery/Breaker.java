package org.huiliu.delivery;

import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a target that does not answer from being called by everything that waits for it. Closed it lets everything
 * through; after so many failures one after the other it is open and lets nothing through; when its time has come it is
 * half open for one probe, and the probe's answer closes it.
 *
 * @param failures one after the other, while closed
 * @param probes that have failed since it opened
 * @param retryAt when the next probe may go; absent unless open
 * @param warnedAt when people were last told that it may open soon
 */
public record Breaker(
        State state,
        int failures,
        int probes,
        @Nullable OffsetDateTime retryAt,
        @Nullable OffsetDateTime warnedAt) {

    /** Nothing has gone wrong. */
    public static final Breaker UNTOUCHED = new Breaker(State.CLOSED, 0, 0, null, null);

    /** A target that fails and recovers by turns is not told about each time. */
    private static final Duration WARNED_ENOUGH = Duration.ofMinutes(15);

    /** Whether requests get through. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    /**
     * When it opens and how often it asks.
     *
     * @param failures one after the other that open it; at half of them people are warned
     * @param firstProbe from opening to the first probe; each further one takes twice as long
     * @param longestProbe the longest pause between two probes
     */
    public record Rules(int failures, Duration firstProbe, Duration longestProbe) {}

    /** Whether an answer would change nothing. */
    public boolean untouched() {
        return state == State.CLOSED && failures == 0;
    }

    /** The target has answered, whatever it said. An answer to what was sent before the breaker opened proves nothing. */
    Breaker answered() {
        return state == State.OPEN || untouched() ? this : new Breaker(State.CLOSED, 0, 0, null, warnedAt);
    }

    /** The target has not answered. */
    Breaker failed(Rules rules, OffsetDateTime now) {
        return switch (state) {
            case CLOSED -> counted(rules, now);
            case HALF_OPEN -> open(rules, probes + 1, now);
            // sent before it opened
            case OPEN -> this;
        };
    }

    /** A probe goes out. */
    Breaker probing() {
        return state == State.OPEN ? new Breaker(State.HALF_OPEN, failures, probes, null, warnedAt) : this;
    }

    private Breaker counted(Rules rules, OffsetDateTime now) {
        int counted = failures + 1;
        if (counted >= rules.failures()) {
            return new Breaker(State.CLOSED, counted, 0, null, warnedAt).open(rules, 0, now);
        }
        boolean warn = 2 * counted >= rules.failures()
                && (warnedAt == null || warnedAt.plus(WARNED_ENOUGH).isBefore(now));
        return new Breaker(State.CLOSED, counted, 0, null, warn ? now : warnedAt);
    }

    private Breaker open(Rules rules, int failedProbes, OffsetDateTime now) {
        // more doublings than this are beyond any longest pause
        Duration pause = rules.firstProbe().multipliedBy(1L << Math.min(failedProbes, 20));
        Duration bounded = pause.compareTo(rules.longestProbe()) > 0 ? rules.longestProbe() : pause;
        return new Breaker(State.OPEN, failures, failedProbes, now.plus(bounded), warnedAt);
    }
}
