package org.huiliu.platform.time;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Gives the hub its clock: China's civil time, since every line and every deadline is local to it. */
@ApplicationScoped
public class Clocks {
    /** China has one civil time, without daylight saving since 1991. */
    public static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    /** The same instant as China's clocks show it: PostgreSQL gives it in UTC. */
    public static OffsetDateTime local(OffsetDateTime instant) {
        return instant.withOffsetSameInstant(CHINA);
    }

    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.system(CHINA);
    }
}
