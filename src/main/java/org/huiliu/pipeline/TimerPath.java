package org.huiliu.pipeline;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.platform.problem.Incident;
import org.huiliu.platform.timer.Timer;
import org.huiliu.platform.timer.Timers;
import org.huiliu.platform.tx.Tx;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way of a timer: found when it is due, its case locked, the timer taken, its effect written, all in one transaction.
 * Every pod looks; whoever locks the case second finds the timer gone. What fails is tried again later, and holds nobody up.
 */
@ApplicationScoped
class TimerPath {
    private static final Logger LOG = Logger.getLogger(TimerPath.class);
    private static final int MOST = 64;
    /** Under way at once: one that waits for a busy case's lock must not keep the others waiting. */
    private static final int AT_ONCE = 4;

    /** A database that is away need not be written about each second. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 11;

    /** What a kind of timer does. */
    interface Handler {
        /** The kind of timer that it fires. */
        String kind();

        /**
         * Has the timer's effect, in the transaction that removes it.
         *
         * @param file the timer's case, locked
         * @return what follows once that is committed
         */
        Uni<Runnable> fire(Tx tx, Timer timer, CaseFile file, OffsetDateTime at);
    }

    private final Pool pool;
    private final Timers timers;
    private final CaseLedger cases;
    private final Map<String, Handler> handlers;
    private final Clock clock;
    private final Rounds rounds;

    TimerPath(
            Vertx vertx,
            Pool pool,
            Timers timers,
            CaseLedger cases,
            @All List<Handler> handlers,
            Clock clock,
            @ConfigProperty(name = "huiliu.timers.every", defaultValue = "PT1S") Duration every) {
        this.pool = pool;
        this.timers = timers;
        this.cases = cases;
        this.handlers = handlers.stream().collect(Collectors.toUnmodifiableMap(Handler::kind, Function.identity()));
        this.clock = clock;
        this.rounds = new Rounds(
                vertx,
                every,
                AFTER_FAILURE,
                () -> round().map(fired -> fired == MOST),
                failure -> LOG.warnf("timers not looked at: %s", Incident.kind(failure)));
    }

    /**
     * One round.
     *
     * @return how many timers fired here
     */
    Uni<Integer> round() {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return timers.due(now, handlers.keySet(), MOST).flatMap(due -> Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(timer -> fire(timer, now))
                .merge(AT_ONCE)
                .filter(fired -> fired)
                .collect()
                .asList()
                .map(List::size));
    }

    private Uni<Boolean> fire(Timer timer, OffsetDateTime now) {
        return Tx.run(pool, tx -> fire(tx, timer, now))
                .map(effect -> {
                    effect.follows.run();
                    return effect.mine;
                })
                .onFailure()
                .recoverWithUni(failure -> later(timer, now, failure));
    }

    /** Whether the timer was there to be taken, and what follows the commit. */
    private record Effect(boolean mine, Runnable follows) {}

    private Uni<Effect> fire(Tx tx, Timer timer, OffsetDateTime now) {
        return cases.lock(tx, List.of(timer.subject())).flatMap(files -> timers.take(tx, timer.id())
                .flatMap(taken -> taken.isEmpty()
                        ? Uni.createFrom().item(new Effect(false, () -> {}))
                        : fire(tx, taken.get(), files.get(timer.subject()), now)
                                .map(follows -> new Effect(true, follows))));
    }

    private Uni<Runnable> fire(Tx tx, Timer timer, @Nullable CaseFile file, OffsetDateTime now) {
        Handler handler = handlers.get(timer.kind());
        return file == null || handler == null ? Uni.createFrom().item(() -> {}) : handler.fire(tx, timer, file, now);
    }

    private Uni<Boolean> later(Timer timer, OffsetDateTime now, Throwable failure) {
        LOG.warnf(
                "timer %s of case %s failed, attempt %d: %s",
                timer.kind(), timer.subject(), timer.attempts() + 1, Incident.kind(failure));
        return timers.postpone(timer, now.plus(pause(timer.attempts())))
                .onFailure()
                .invoke(again -> LOG.warnf("timer %s was not postponed: %s", timer.kind(), Incident.kind(again)))
                .onFailure()
                .recoverWithNull()
                .replaceWith(false);
    }

    /** How long a timer waits that has failed so often before. */
    static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    // ---------------------------------------------------------------- its life

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }
}
