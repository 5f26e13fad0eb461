package org.huiliu.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.LinkedHashMap;
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
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.delivery.Agreement;
import org.huiliu.delivery.Agreements;
import org.huiliu.delivery.Backoff;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.DeliveryConfig;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.Draft;
import org.huiliu.delivery.Finished;
import org.huiliu.delivery.Head;
import org.huiliu.delivery.Letters;
import org.huiliu.delivery.Outcome;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.Request;
import org.huiliu.delivery.Room;
import org.huiliu.delivery.Sender;
import org.huiliu.model.Assignment;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.partners.Targets;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Incident;
import org.huiliu.platform.problem.Problem;
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

    private final Vertx vertx;
    private final Context loop;
    private final Pool pool;
    private final DeliveryQueue queue;
    private final CaseLedger cases;
    private final TargetDirectory directory;
    private final Letters letters;
    private final Agreements agreements;
    private final Sender sender;
    private final DeliveryConfig config;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Backoff backoff;
    private final Random random = new Random();
    private final GroupCommit<Finished, Boolean> outcomes;

    private final Map<UUID, Claimed> underWay = new HashMap<>();
    private boolean running;
    private boolean claiming;
    private boolean again;
    private @Nullable CompletableFuture<Void> drained;

    DeliverPath(
            Vertx vertx,
            Pool pool,
            DeliveryQueue queue,
            CaseLedger cases,
            TargetDirectory directory,
            Letters letters,
            Agreements agreements,
            Sender sender,
            DeliveryConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.loop = ((VertxInternal) vertx).createEventLoopContext();
        this.pool = pool;
        this.queue = queue;
        this.cases = cases;
        this.directory = directory;
        this.letters = letters;
        this.agreements = agreements;
        this.sender = sender;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
        this.backoff = new Backoff(config.backOffBase(), config.backOffCap(), config.retryAfterCap(), random);
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
    private Uni<List<Letter>> round() {
        Map<String, Integer> taken = placesTaken();
        return Tx.run(pool, tx -> directory.targets(tx).flatMap(targets -> queue.claim(
                        tx, rooms(targets, taken), config.claimMost(), now())
                .flatMap(claimed -> load(tx, claimed).flatMap(files -> agreements
                        .named(tx, contracts(claimed, targets))
                        .map(agreed -> write(claimed, targets, files, agreed))
                        .call(written -> queue.freeze(tx, toFreeze(written)))))));
    }

    /** One attempt, from the wire to its outcome; goes on by itself. */
    private void attempt(Letter letter) {
        OffsetDateTime startedAt = now();
        send(letter)
                .map(outcome -> Finished.of(letter.delivery(), outcome, startedAt, now(), backoff))
                .invoke(this::count)
                .flatMap(finished -> written(finished, startedAt.plus(lease(letter.receiver()))))
                .subscribe()
                .with(fenced -> over(letter.delivery()), failure -> {
                    // the lease runs out and the delivery is claimed again
                    LOG.warnf("outcome of %s not written: %s", letter.delivery(), Incident.kind(failure));
                    over(letter.delivery());
                });
    }

    // ---------------------------------------------------------------- its steps

    private Map<String, Integer> placesTaken() {
        Map<String, Integer> taken = new HashMap<>();
        underWay.values().forEach(one -> taken.merge(one.target(), 1, Integer::sum));
        return taken;
    }

    private List<Room> rooms(Targets targets, Map<String, Integer> taken) {
        return targets.all().stream()
                .map(target -> new Room(
                        target.code(),
                        config.inFlightPerTarget() - taken.getOrDefault(target.code(), 0),
                        lease(Receivers.of(target))))
                .filter(room -> room.free() > 0)
                .toList();
    }

    private Uni<Map<UUID, CaseFile>> load(Tx tx, List<Claimed> claimed) {
        return cases.read(
                tx,
                claimed.stream()
                        .filter(one -> one.first() && one.tellsTheCase())
                        .map(Claimed::caseId)
                        .distinct()
                        .toList());
    }

    /** Those that targets have now, and those by which frozen requests were written. */
    private static Set<String> contracts(List<Claimed> claimed, Targets targets) {
        return claimed.stream().map(one -> contract(one, targets)).collect(Collectors.toSet());
    }

    private static String contract(Claimed delivery, Targets targets) {
        Head head = delivery.head();
        return head != null ? head.contract() : receiver(delivery, targets).contract();
    }

    private static Receiver receiver(Claimed delivery, Targets targets) {
        return Receivers.of(targets.target(delivery.target()).orElseThrow());
    }

    private List<Letter> write(
            List<Claimed> claimed, Targets targets, Map<UUID, CaseFile> files, Map<String, Agreement> agreed) {
        return claimed.stream()
                .map(one ->
                        write(one, receiver(one, targets), agreed.get(contract(one, targets)), files.get(one.caseId())))
                .toList();
    }

    private Letter write(Claimed delivery, Receiver receiver, @Nullable Agreement agreement, @Nullable CaseFile file) {
        if (agreement == null) {
            return Letter.unsent(
                    delivery, receiver, Fault.at("", "contract", "there is no contract " + receiver.contract()));
        }
        if (delivery.body() != null) {
            Head head =
                    delivery.head() != null ? delivery.head() : agreement.usualHead(delivery.kind(), delivery.caseId());
            return new Letter(delivery, receiver, agreement, new Request(head, delivery.body()), List.of());
        }
        try {
            ObjectNode body = body(delivery, receiver, file);
            if (body == null) {
                return Letter.unsent(
                        delivery,
                        receiver,
                        Fault.at("/assignment", "missing", "the delivery names no assignment of its case"));
            }
            Draft draft = agreement.write(delivery.kind(), body);
            return new Letter(delivery, receiver, agreement, draft.request(), draft.faults());
        } catch (RuntimeException broken) {
            // one delivery that cannot be written must not keep the others of its round from being sent
            Problem incident = Incident.of(broken);
            return Letter.unsent(delivery, receiver, Fault.at("", "unwritable", String.valueOf(incident.instance())));
        }
    }

    private @Nullable ObjectNode body(Claimed delivery, Receiver receiver, @Nullable CaseFile file) {
        return switch (delivery.kind()) {
            case CREATE, UPDATE -> file == null ? null : ofCase(delivery, receiver, file);
            case RECALL -> letters.ofRecall(delivery);
            case ANSWER -> letters.ofAnswer(delivery);
            case WARNING -> letters.ofWarning(delivery);
        };
    }

    private @Nullable ObjectNode ofCase(Claimed delivery, Receiver receiver, CaseFile file) {
        Assignment assignment = delivery.assignmentId() == null
                ? null
                : file.assignment(delivery.assignmentId()).orElse(null);
        return assignment == null ? null : letters.ofCase(delivery, receiver, file.now(), assignment);
    }

    private static Map<UUID, Request> toFreeze(List<Letter> letters) {
        Map<UUID, Request> requests = new LinkedHashMap<>();
        for (Letter letter : letters) {
            if (letter.delivery().first() && letter.request() != null) {
                requests.put(letter.delivery().id(), letter.request());
            }
        }
        return requests;
    }

    private Uni<Outcome> send(Letter letter) {
        return letter.request() == null || letter.agreement() == null
                ? Uni.createFrom().item(new Outcome.ContractBreach(letter.faults()))
                : sender.send(letter.receiver(), letter.delivery(), letter.request(), letter.agreement());
    }

    /** Writes an outcome for as long as the lease lasts: a database that is away for a moment costs no second sending. */
    private Uni<Boolean> written(Finished finished, OffsetDateTime until) {
        return Uni.createFrom()
                .deferred(() -> outcomes.submit(finished))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(2))
                .expireAt(until.toInstant().toEpochMilli());
    }

    private Uni<List<Boolean>> complete(List<Finished> group) {
        return Tx.run(pool, tx -> queue.complete(tx, group, now())).map(done -> group.stream()
                .map(one -> done.contains(one.delivery().id()))
                .toList());
    }

    private void count(Finished finished) {
        meters.counter("huiliu.delivery.attempts", "target", finished.delivery().target(), "outcome", finished.word())
                .increment();
    }

    // ---------------------------------------------------------------- its life

    /** Looks at the queue soon: something was committed for it. May be called from any thread. */
    public void wake() {
        loop.runOnContext(nothing -> look());
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
        // jittered, so that pods that started together do not look together
        long interval = config.poll().toMillis();
        vertx.setTimer(
                Math.max(1, interval / 2 + random.nextLong(interval + 1)),
                fired -> loop.runOnContext(nothing -> {
                    if (running) {
                        look();
                        poll();
                    }
                }));
    }

    private void look() {
        if (!running || claiming) {
            again = claiming;
            return;
        }
        claiming = true;
        again = false;
        round().subscribe()
                .with(
                        letters -> loop.runOnContext(nothing -> claimed(letters)),
                        failure -> loop.runOnContext(nothing -> {
                            claiming = false;
                            LOG.warnf("no delivery claimed: %s", Incident.kind(failure));
                            tellWhenDrained();
                        }));
    }

    private void claimed(List<Letter> letters) {
        claiming = false;
        letters.forEach(letter -> underWay.put(letter.delivery().id(), letter.delivery()));
        letters.forEach(this::attempt);
        tellWhenDrained();
        if (again || letters.size() == config.claimMost()) {
            look();
        }
    }

    private void over(Claimed delivery) {
        loop.runOnContext(nothing -> {
            underWay.remove(delivery.id(), delivery);
            tellWhenDrained();
            // its place is free, and the next of its case may be due
            look();
        });
    }

    private void tellWhenDrained() {
        if (drained != null && underWay.isEmpty() && !claiming) {
            drained.complete(null);
        }
    }

    private Duration lease(Receiver receiver) {
        return receiver.timeout().plus(config.leaseMargin());
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    /**
     * A delivery ready to be sent.
     *
     * @param agreement absent when there is no such contract
     * @param request absent when it would break the contract; {@code faults} then says where
     */
    private record Letter(
            Claimed delivery,
            Receiver receiver,
            @Nullable Agreement agreement,
            @Nullable Request request,
            List<Fault> faults) {
        static Letter unsent(Claimed delivery, Receiver receiver, Fault fault) {
            return new Letter(delivery, receiver, null, null, List.of(fault));
        }
    }
}
