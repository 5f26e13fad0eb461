package org.huiliu.delivery;

import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How much a receiver takes, over all pods.
 *
 * @param inFlight requests under way at once
 * @param perSecond requests begun in a second; null: no limit
 * @param rampUp after an outage or a pause both grow back over this long
 */
public record Limits(int inFlight, @Nullable Integer perSecond, Duration rampUp) {
    /**
     * Requests are spaced, not let through in bursts, and four in a hundred are kept back: timers, networks and busy
     * machines shift a request by some tens of milliseconds, and a limit must hold at the receiver. With two in a hundred
     * the worst second of 50,000 requests had 1,005 of 1,000.
     */
    private static final double KEPT_BACK = 1.04;

    /** The limits at a moment, less for some time after {@code rampFrom}; at least one at once and one a second. */
    Limits at(@Nullable OffsetDateTime rampFrom, OffsetDateTime now) {
        if (rampFrom == null || rampUp.isZero()) {
            return this;
        }
        double grown = (double) Duration.between(rampFrom, now).toMillis() / rampUp.toMillis();
        if (grown >= 1) {
            return this;
        }
        return new Limits(share(inFlight, grown), perSecond == null ? null : share(perSecond, grown), rampUp);
    }

    /** The time between two requests; zero without a limit per second. */
    Duration spacing() {
        return perSecond == null ? Duration.ZERO : Duration.ofNanos((long) (KEPT_BACK * 1_000_000_000 / perSecond));
    }

    private static int share(int whole, double part) {
        return Math.max(1, (int) (whole * Math.max(0, part)));
    }
}
