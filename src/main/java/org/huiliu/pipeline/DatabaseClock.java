package org.huiliu.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * The database's clock as this pod knows it: its own, set right by what the database last said. Leases and due times of
 * all pods are told by that one clock, so that a pod whose own is wrong neither takes others' work nor forgets its own.
 */
final class DatabaseClock {
    private final Clock own;
    private volatile Duration ahead = Duration.ZERO;

    DatabaseClock(Clock own) {
        this.own = own;
    }

    OffsetDateTime now() {
        return OffsetDateTime.now(own).plus(ahead);
    }

    /** The same in milliseconds since 1970. */
    long millis() {
        return own.millis() + ahead.toMillis();
    }

    /** The database has just said what time it is. */
    void is(OffsetDateTime now) {
        ahead = Duration.between(OffsetDateTime.now(own), now);
    }
}
