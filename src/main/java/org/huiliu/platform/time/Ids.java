package org.huiliu.platform.time;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids that sort by their time (UUID version 7, RFC 9562), so that an index on them grows at its end. */
public final class Ids {
    private Ids() {}

    /**
     * A new id.
     *
     * @param epochMillis the time it carries
     */
    public static UUID at(long epochMillis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (epochMillis << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Not above any id of this time or a later one. */
    public static UUID first(long epochMillis) {
        return new UUID(epochMillis << 16 | 0x7000L, 0x8000_0000_0000_0000L);
    }
}
