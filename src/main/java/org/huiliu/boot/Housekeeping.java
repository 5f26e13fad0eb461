package org.huiliu.boot;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * At start-up and daily: partitions for the months ahead are made, those of old attempts dropped, answers under old
 * Idempotency-Keys forgotten, and the results of old jobs with them.
 */
@ApplicationScoped
public class Housekeeping {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    private static final Duration DAILY = Duration.ofDays(1);
    /** A hub that nobody restarts or watches for a quarter of a year still finds its partitions. */
    private static final int MONTHS_AHEAD = 3;

    private final Vertx vertx;
    private final Pool pool;
    private final Clock clock;
    private final Duration keyMemory;
    private final Duration jobMemory;
    private final Duration attemptsMemory;

    Housekeeping(
            Vertx vertx,
            Pool pool,
            Clock clock,
            // longer than any client keeps retrying one request
            @ConfigProperty(name = "huiliu.intake.idempotency-memory", defaultValue = "P30D") Duration keyMemory,
            // a simulation is read on the day, and discussed in the same week
            @ConfigProperty(name = "huiliu.jobs.memory", defaultValue = "P7D") Duration jobMemory,
            // how a delivery came about is asked while its case is disputed; what came of it stays with the delivery
            @ConfigProperty(name = "huiliu.delivery.attempts-memory", defaultValue = "P400D") Duration attemptsMemory) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
        this.keyMemory = keyMemory;
        this.jobMemory = jobMemory;
        this.attemptsMemory = attemptsMemory;
    }

    void start(@Observes StartupEvent event) {
        run();
        long timer = vertx.setPeriodic(DAILY.toMillis(), tick -> run());
        LOG.debugf("housekeeping runs daily, timer %d", timer);
    }

    private void run() {
        keepHouse()
                .subscribe()
                .with(nothing -> {}, failure -> LOG.warnf("housekeeping failed: %s", failure.toString()));
    }

    /** One round; safe on several pods at once. */
    Uni<Void> keepHouse() {
        return pool.preparedQuery("SELECT ensure_months($1)")
                .execute(Tuple.of(MONTHS_AHEAD))
                .chain(() -> pool.preparedQuery("SELECT drop_months('attempt', $1)")
                        .execute(Tuple.of(
                                OffsetDateTime.now(clock).minus(attemptsMemory).toLocalDate())))
                .chain(() -> pool.preparedQuery("DELETE FROM idempotency WHERE created_at < $1")
                        .execute(Tuple.of(OffsetDateTime.now(clock).minus(keyMemory))))
                .chain(() -> pool.preparedQuery("DELETE FROM job WHERE created_at < $1")
                        .execute(Tuple.of(OffsetDateTime.now(clock).minus(jobMemory))))
                .replaceWithVoid();
    }
}
