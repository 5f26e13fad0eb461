package org.huiliu.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.huiliu.cases.CaseLedger;
import org.huiliu.delivery.Agreements;
import org.huiliu.delivery.Backoff;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.DeliveryConfig;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.Finished;
import org.huiliu.delivery.Gate;
import org.huiliu.delivery.Gates;
import org.huiliu.delivery.Letters;
import org.huiliu.delivery.Outcome;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.Sender;
import org.huiliu.delivery.Sent;
import org.huiliu.partners.Target;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.partners.Targets;
import org.huiliu.platform.bell.Bell;
import org.huiliu.platform.problem.Incident;
import org.huiliu.platform.time.Jitter;
import org.huiliu.platform.tx.GroupCommit;
import org.huiliu.platform.tx.Tx;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way of a delivery: claimed, rendered, sent, and its outcome written. One round at a time claims; what it claimed is
 * sent side by side, and outcomes that arrive together are written together. All of its own state is touched on one event
 * loop only.
 */
@ApplicationScoped
public class DeliverPath {
    private static final Logger LOG = Logger.getLogger(DeliverPath.class);
    private static final int LARGEST_GROUP = 128;
    /** Looks within so many milliseconds are one. */
    private static final int SLICE = 10;

    private final Vertx vertx;
    private final Context loop;
    private final Pool pool;
    private final DeliveryQueue queue;
    private final TargetDirectory directory;
    private final Sender sender;
    private final Bell bell;
    private final DeliveryConfig config;
    private final DatabaseClock clock;
    private final MeterRegistry meters;
    private final Claiming claiming;
    private final Writing writing;
    private final Heeding heeding;
    private final Pacing pacing = new Pacing();
    private final Backoff backoff;
    private final Random random = new Random();
    private final GroupCommit<Finished, Boolean> outcomes;

    private final Map<UUID, Claimed> underWay = new HashMap<>();
    /** When to look again, to a few milliseconds: what comes about together is one look. */
    private final Set<Long> looks = new HashSet<>();

    private boolean running;
    private boolean looking;
    private boolean again;
    private @Nullable CompletableFuture<Void> drained;

    DeliverPath(
            Vertx vertx,
            Pool pool,
            DeliveryQueue queue,
            Gates gates,
            CaseLedger cases,
            TargetDirectory directory,
            Letters letters,
            Agreements agreements,
            Sender sender,
            Bell bell,
            DeliveryConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.loop = ((VertxInternal) vertx).createEventLoopContext();
        this.pool = pool;
        this.queue = queue;
        this.directory = directory;
        this.sender = sender;
        this.bell = bell;
        this.config = config;
        this.clock = new DatabaseClock(clock);
        this.meters = meters;
        this.claiming = new Claiming(gates, queue, config, this.clock);
        this.writing = new Writing(cases, agreements, letters, queue);
        this.heeding = new Heeding(gates, config, meters);
        this.backoff = new Backoff(config.retryAfterCap(), random);
        this.outcomes = new GroupCommit<>(
                vertx,
                1,
                LARGEST_GROUP,
                Integer.MAX_VALUE,
                finished -> finished.delivery().id(),
                this::complete);
    }

    // ---------------------------------------------------------------- the path

    /** One round, from the queue to the wire. */
    private Uni<Round> round() {
        return Tx.planned(
                pool, tx -> directory.targets(tx).map(DeliverPath::receivers).flatMap(receivers -> claiming.claim(
                                tx, receivers)
                        .flatMap(claim -> writing.write(tx, claim.deliveries(), receivers)
                                .map(letters -> new Round(claim, letters)))));
    }

    /** One attempt, from the wire to its outcome; goes on by itself. */
    private void attempt(Letter letter) {
        OffsetDateTime startedAt = now();
        finished(letter, startedAt)
                .invoke(this::count)
                .call(finished -> written(finished, startedAt.plus(claiming.lease(letter.receiver()))))
                .subscribe()
                .with(this::over, failure -> {
                    // the lease runs out and the delivery is claimed again
                    LOG.warnf("outcome of %s not written: %s", letter.delivery(), Incident.kind(failure));
                    loop.runOnContext(nothing -> leave(letter.delivery()));
                });
    }

    // ---------------------------------------------------------------- its steps

    private static Map<String, Receiver> receivers(Targets targets) {
        return targets.all().stream().collect(Collectors.toMap(Target::code, Receivers::of));
    }

    private Uni<Finished> finished(Letter letter, OffsetDateTime startedAt) {
        return letter.delivery().poison()
                ? Uni.createFrom().item(Finished.poison(letter.delivery(), startedAt))
                : send(letter).map(sent -> Finished.of(
                                letter.delivery(), letter.receiver().terms(), sent.outcome(), startedAt, now(), backoff)
                        .answered(sent.answer()));
    }

    private Uni<Sent> send(Letter letter) {
        return letter.request() == null || letter.agreement() == null
                ? Uni.createFrom().item(Sent.unanswered(new Outcome.ContractBreach(letter.faults())))
                : sender.send(letter.receiver(), letter.delivery(), letter.request(), letter.agreement());
    }

    /** Writes an outcome for as long as the lease lasts: a database that is away for a moment costs no second sending. */
    private Uni<Boolean> written(Finished finished, OffsetDateTime until) {
        return Uni.createFrom()
                .deferred(() -> outcomes.submit(finished))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(2))
                .expireIn(Math.max(1, Duration.between(now(), until).toMillis()));
    }

    private Uni<List<Boolean>> complete(List<Finished> group) {
        OffsetDateTime at = now();
        // an outcome that is undone by a crash of the database is sent again under its id, as after a lost answer
        return Tx.unflushed(pool, tx -> queue.complete(tx, group, at)
                        .flatMap(written ->
                                heeding.heed(tx, group, written, at).map(turns -> new Completion(written, turns))))
                .invoke(completion -> heeding.tell(completion.turns()))
                .invoke(completion -> completion.turns().forEach(this::lookWhenItOpens))
                .map(completion -> group.stream()
                        .map(one -> completion
                                .written()
                                .ids()
                                .contains(one.delivery().id()))
                        .toList());
    }

    private void count(Finished finished) {
        meters.counter("huiliu.delivery.attempts", "target", finished.delivery().target(), "outcome", finished.word())
                .increment();
        if (finished.answerBreaksContract()) {
            meters.counter(
                            "huiliu.delivery.answer.breaches",
                            "target",
                            finished.delivery().target())
                    .increment();
        }
    }

    // ---------------------------------------------------------------- its life

    /** Something was committed for the queue: it is looked at at once, here and on the other pods. From any thread. */
    public void wake() {
        bell.ring(Bell.DELIVERIES);
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            begin();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        end();
    }

    /** Begins to deliver. */
    void begin() {
        bell.listen(Bell.DELIVERIES, () -> loop.runOnContext(nothing -> look()));
        loop.runOnContext(nothing -> {
            running = true;
            look();
            poll();
        });
    }

    /** Claims no more, waits for what is under way, and gives back what is not over in time. Blocks its caller. */
    void end() {
        CompletableFuture<Void> quiet = new CompletableFuture<>();
        loop.runOnContext(nothing -> {
            running = false;
            drained = quiet;
            tellWhenDrained();
        });
        try {
            quiet.get(config.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            giveBack();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("draining failed", e);
        }
    }

    private void giveBack() {
        CompletableFuture<List<Claimed>> left = new CompletableFuture<>();
        loop.runOnContext(nothing -> left.complete(new ArrayList<>(underWay.values())));
        try {
            List<Claimed> open = left.get(1, TimeUnit.SECONDS);
            LOG.infof("giving back %d deliveries under way", open.size());
            Tx.run(pool, tx -> queue.release(tx, open, now())).await().atMost(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            // their leases run out by themselves
            LOG.warnf("leases not given back: %s", Incident.kind(e));
        }
    }

    private void poll() {
        vertx.setTimer(
                Jitter.millis(config.poll()),
                fired -> loop.runOnContext(nothing -> {
                    if (running) {
                        look();
                        poll();
                    }
                }));
    }

    private void look() {
        if (!running || looking) {
            again = looking;
            return;
        }
        looking = true;
        again = false;
        round().subscribe()
                .with(
                        round -> loop.runOnContext(nothing -> looked(round)),
                        failure -> loop.runOnContext(nothing -> {
                            looking = false;
                            LOG.warnf("no delivery claimed: %s", Incident.kind(failure));
                            tellWhenDrained();
                        }));
    }

    private void looked(Round round) {
        looking = false;
        round.letters().forEach(letter -> begin(letter, round.claim()));
        tellWhenDrained();
        Duration lookAgainIn = round.claim().lookAgainIn();
        if (lookAgainIn != null) {
            lookIn(lookAgainIn);
        }
        if (again) {
            look();
        }
    }

    private void begin(Letter letter, Claiming.Claim claim) {
        Claimed delivery = letter.delivery();
        underWay.put(delivery.id(), delivery);
        Claiming.Slot slot = claim.slots().get(delivery.id());
        if (slot == null) {
            attempt(letter);
        } else {
            after(
                    slot.startsIn(),
                    () -> after(
                            // who asks first whether an earlier attempt arrived makes two requests
                            pacing.take(delivery.target(), slot.spacing().multipliedBy(letter.requests()), now()),
                            () -> attempt(letter)));
        }
    }

    private void after(Duration pause, Runnable work) {
        if (pause.toMillis() == 0) {
            work.run();
        } else {
            vertx.setTimer(pause.toMillis(), over -> loop.runOnContext(nothing -> work.run()));
        }
    }

    private void over(Finished finished) {
        loop.runOnContext(nothing -> {
            leave(finished.delivery());
            if (finished.dueAt() != null) {
                lookIn(Duration.between(now(), finished.dueAt()));
            }
        });
    }

    private void leave(Claimed delivery) {
        underWay.remove(delivery.id(), delivery);
        tellWhenDrained();
        // its place is free, and the next of its case may be due
        look();
    }

    private void lookWhenItOpens(Gate.Turn turn) {
        OffsetDateTime opens = turn.gate().opensAt();
        if (opens != null) {
            loop.runOnContext(nothing -> lookIn(Duration.between(now(), opens)));
        }
    }

    private void lookIn(Duration pause) {
        long slice = (clock.millis() + Math.max(0, pause.toMillis())) / SLICE + 1;
        if (looks.add(slice)) {
            vertx.setTimer(
                    Math.max(1, slice * SLICE - clock.millis()),
                    fired -> loop.runOnContext(nothing -> {
                        looks.remove(slice);
                        look();
                    }));
        }
    }

    private void tellWhenDrained() {
        if (drained != null && underWay.isEmpty() && !looking) {
            drained.complete(null);
        }
    }

    private OffsetDateTime now() {
        return clock.now();
    }

    /** What a look at the queue has brought. */
    private record Round(Claiming.Claim claim, List<Letter> letters) {}

    /** What came of writing outcomes. */
    private record Completion(DeliveryQueue.Written written, List<Gate.Turn> turns) {}
}
