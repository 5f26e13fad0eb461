package org.huiliu.platform.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses of no fixed length, so that pods that started together do not meet at the same work each time. */
public final class Jitter {

    private Jitter() {}

    /** A pause between half of this one and half more than it, in milliseconds: at least one, as a timer wants it. */
    public static long millis(Duration pause) {
        long millis = pause.toMillis();
        return Math.max(1, millis / 2 + ThreadLocalRandom.current().nextLong(millis + 1));
    }
}
