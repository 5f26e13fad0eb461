package org.huiliu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does: until it holds, or a deadline has passed. */
public final class Eventually {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private Eventually() {}

    /** Returns as soon as the condition holds; fails after 20 s. */
    public static void holds(String what, BooleanSupplier condition) {
        within(DEADLINE, what, condition);
    }

    /** Returns as soon as the condition holds; fails after the given time. */
    public static void within(Duration patience, String what, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + " within " + patience).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
