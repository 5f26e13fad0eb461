package org.huiliu.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.huiliu.Eventually;
import org.huiliu.boot.run.PackagedHub;

/** Redis and PostgreSQL that go away under their clients' hands, and come back without the pod being started again. */
final class PartFaults {
    private static final int CLIENTS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final City city;

    PartFaults(City city) {
        this.city = city;
    }

    /** Redis hangs, is cut off, is killed and comes back: every report is taken all the same. */
    Verdict redisGone(PackagedHub hub, FaultProxy toRedis, int alarms) throws Exception {
        Callers callers = new Callers(city);
        Callers.Work work = callers.sendAll(callers.alarms(Callers.GULOU, alarms), CLIENTS, any -> hub);
        await(callers, alarms / 5);
        toRedis.stall();
        await(callers, 2 * alarms / 5);
        toRedis.cut();
        await(callers, 3 * alarms / 5);
        city.stopRedis();
        toRedis.mend();
        await(callers, 4 * alarms / 5);
        assertThat(hub.ready()).as("ready without Redis").isTrue();
        city.startRedis();
        work.await();
        assertThat(callers.answered(202)).as("every first call is taken").isEqualTo(alarms);
        city.settle();
        return new Books(city).compare(callers, City.GULOU);
    }

    /** PostgreSQL crashes and is started again: reports are put off with a word when to come again, and taken then. */
    Verdict postgresBounces(PackagedHub hub, int alarms) throws Exception {
        Callers callers = new Callers(city);
        Callers.Work work = callers.sendAll(callers.alarms(Callers.GULOU, alarms), CLIENTS, any -> hub);
        await(callers, alarms / 3);
        city.crashPostgres();
        Eventually.within(PATIENCE, "reports are put off", () -> callers.answered(503) > CLIENTS);
        Eventually.within(PATIENCE, "the hub is not ready", () -> !hub.ready());
        city.startPostgres();
        Eventually.within(PATIENCE, "the hub is ready", hub::ready);
        work.await();
        city.settle();
        return new Books(city).compare(callers, City.GULOU);
    }

    private static void await(Callers callers, int acknowledged) {
        Eventually.within(PATIENCE, "acknowledged", () -> callers.journal().size() >= acknowledged);
    }
}
