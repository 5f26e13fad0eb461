package org.huiliu.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.huiliu.delivery.DeliveryReads;
import org.huiliu.delivery.Hindrance;
import org.huiliu.delivery.ReplayBasis;
import org.huiliu.delivery.ReplayBook;
import org.huiliu.delivery.Replays;
import org.huiliu.delivery.Standing;
import org.huiliu.jobs.Jobs;
import org.huiliu.model.DeliveryState;
import org.huiliu.platform.audit.AuditTrail;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The way of an operator's word about deliveries: lock, look how it stands, do it, leave a trail, wake the queue. Many at
 * once are a job, see {@link Replaying}.
 */
@ApplicationScoped
class ReplayPath implements Replays {
    private static final String JOB = "delivery-replay";
    /** Deliveries in one order; who wants more orders again. */
    private static final int MOST = 100_000;

    private static final int BATCH = 500;

    private final Pool pool;
    private final DeliveryReads reads;
    private final ReplayBook book;
    private final ByRules rules;
    private final Jobs jobs;
    private final DeliverPath deliverPath;
    private final Clock clock;

    ReplayPath(
            Pool pool,
            DeliveryReads reads,
            ReplayBook book,
            ByRules rules,
            Jobs jobs,
            DeliverPath deliverPath,
            Clock clock) {
        this.pool = pool;
        this.reads = reads;
        this.book = book;
        this.rules = rules;
        this.jobs = jobs;
        this.deliverPath = deliverPath;
        this.clock = clock;
    }

    // ---------------------------------------------------------------- one

    @Override
    public Uni<Answer> replay(Operator operator, UUID id, ReplayBasis basis, @Nullable String reason) {
        UUID action = UUID.randomUUID();
        return Tx.run(pool, tx -> book.lock(tx, operator.division(), List.of(id))
                        .chain(found -> rules.ruled(found, basis)
                                .chain(ruled -> found.isEmpty()
                                        ? Uni.createFrom().item(unknown())
                                        : replay(tx, operator, found.get(0), ruled, basis, action, reason))))
                .invoke(deliverPath::wake);
    }

    private Uni<Answer> replay(
            Tx tx,
            Operator operator,
            Standing delivery,
            Set<UUID> ruled,
            ReplayBasis basis,
            UUID action,
            @Nullable String reason) {
        Optional<Hindrance> hindrance = delivery.hindrance(basis, ruled.contains(delivery.id()));
        if (hindrance.isPresent()) {
            return Uni.createFrom().item(new NotDone(told(delivery, hindrance.get())));
        }
        OffsetDateTime at = OffsetDateTime.now(clock);
        ReplayBook.Again again = again(delivery, at);
        Done done = new Done(again.as(), DeliveryState.WAITING, delivery.goesOnItself() ? null : delivery.id());
        return book.sendAgain(tx, List.of(again), basis, action, at)
                .call(() -> AuditTrail.add(
                        tx,
                        new AuditTrail.Entry(
                                at,
                                operator.actor(),
                                "delivery.replay",
                                "delivery/" + delivery.id(),
                                Map.of("state", delivery.state()),
                                Map.of("basis", basis, "as", again.as(), "target", delivery.target()),
                                reason)))
                .replaceWith(done);
    }

    @Override
    public Uni<Answer> skip(Operator operator, UUID id, String reason) {
        return Tx.run(pool, tx -> book.lock(tx, operator.division(), List.of(id))
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().item(unknown())
                                : skip(tx, operator, found.get(0), reason)))
                .invoke(deliverPath::wake);
    }

    private Uni<Answer> skip(Tx tx, Operator operator, Standing delivery, String reason) {
        if (!delivery.skippable()) {
            return Uni.createFrom()
                    .item(new NotDone(Problem.of(
                                    ProblemType.ILLEGAL_MOVE,
                                    "A delivery that is " + delivery.state() + " cannot be skipped.")
                            .allowing(
                                    delivery.state() == DeliveryState.SENDING
                                            ? List.of("DELIVERED", "WAITING", "PARKED")
                                            : List.of())));
        }
        OffsetDateTime at = OffsetDateTime.now(clock);
        return book.skip(tx, delivery, reason, at)
                .chain(() -> AuditTrail.add(
                        tx,
                        new AuditTrail.Entry(
                                at,
                                operator.actor(),
                                "delivery.skip",
                                "delivery/" + delivery.id(),
                                Map.of("state", delivery.state()),
                                Map.of("state", DeliveryState.SKIPPED, "target", delivery.target()),
                                reason)))
                .replaceWith(new Done(delivery.id(), DeliveryState.SKIPPED, null));
    }

    // ---------------------------------------------------------------- many

    @Override
    public Uni<Forecast> forecast(Operator operator, Many many) {
        Map<Hindrance, Long> leftOut = new EnumMap<>(Hindrance.class);
        return found(many)
                .chain(ids -> judged(operator, many, ids, 0, leftOut).chain(replayable -> reads.tally(many.filter())
                        .map(tally -> new Forecast(
                                ids.size(),
                                replayable,
                                (replayable + many.perSecond() - 1) / many.perSecond(),
                                byState(tally),
                                leftOut))));
    }

    private Uni<Long> judged(Operator operator, Many many, List<UUID> ids, int from, Map<Hindrance, Long> leftOut) {
        if (from >= ids.size()) {
            return Uni.createFrom().item(0L);
        }
        List<UUID> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
        return reads.standing(operator.division(), batch)
                .chain(found -> rules.ruled(found, many.basis()).map(ruled -> {
                    long replayable = 0;
                    for (Standing one : found) {
                        Optional<Hindrance> hindrance = one.hindrance(many.basis(), ruled.contains(one.id()));
                        if (hindrance.isPresent()) {
                            long soFar = leftOut.merge(hindrance.get(), 1L, Long::sum);
                        } else {
                            replayable++;
                        }
                    }
                    return replayable;
                }))
                .chain(here ->
                        judged(operator, many, ids, from + BATCH, leftOut).map(rest -> here + rest));
    }

    @Override
    public Uni<UUID> begin(Operator operator, Many many) {
        return jobs.begin(
                        new Jobs.Order(JOB, operator.actor(), operator.division()),
                        progress -> begin(operator, many, progress))
                .map(begun -> begun.orElseThrow(() -> new Refused(Problem.of(
                        ProblemType.TOO_MANY, "Too much long work is waiting here: come again when it is done."))));
    }

    private Uni<JsonNode> begin(Operator operator, Many many, Jobs.Progress progress) {
        UUID action = UUID.randomUUID();
        return found(many)
                .call(ids -> Tx.run(pool, tx -> AuditTrail.add(tx, ordered(operator, many, ids.size(), action))))
                .chain(ids -> new Replaying(pool, book, rules, deliverPath, clock, operator, many, action, progress)
                        .all(ids));
    }

    /** Which they are is settled before the first one goes: what happens meanwhile adds none. */
    private Uni<List<UUID>> found(Many many) {
        return reads.ids(many.filter(), MOST + 1).invoke(ids -> {
            if (ids.size() > MOST) {
                throw new Refused(Problem.of(
                                ProblemType.BREAKS_CONTRACT,
                                "More than " + MOST + " deliveries: narrow the filter, for example by time.")
                        .with(List.of(Fault.at("/filter", "tooMany", "At most " + MOST + " deliveries."))));
            }
        });
    }

    private AuditTrail.Entry ordered(Operator operator, Many many, int matching, UUID action) {
        Map<String, Object> what = new LinkedHashMap<>();
        what.put("filter", many.filter());
        what.put("basis", many.basis());
        what.put("perSecond", many.perSecond());
        what.put("matching", matching);
        return new AuditTrail.Entry(
                OffsetDateTime.now(clock),
                operator.actor(),
                "delivery.replay-many",
                "replay/" + action,
                null,
                what,
                many.reason());
    }

    // ---------------------------------------------------------------- shared

    static ReplayBook.Again again(Standing delivery, OffsetDateTime dueAt) {
        UUID as = delivery.goesOnItself()
                ? delivery.id()
                : Ids.at(dueAt.toInstant().toEpochMilli());
        return new ReplayBook.Again(delivery, as, dueAt);
    }

    private static Map<DeliveryState, Map<String, Long>> byState(List<DeliveryReads.Tally> tally) {
        Map<DeliveryState, Map<String, Long>> byState = new EnumMap<>(DeliveryState.class);
        for (DeliveryReads.Tally one : tally) {
            String outcome = one.outcome() == null ? "NOT_TRIED" : one.outcome();
            Map<String, Long> byOutcome = byState.computeIfAbsent(one.state(), state -> new TreeMap<>());
            long all = byOutcome.merge(outcome, one.count(), Long::sum);
        }
        return byState;
    }

    private static Answer unknown() {
        return new NotDone(Problem.of(ProblemType.NOT_FOUND, "There is no such delivery."));
    }

    private static Problem told(Standing delivery, Hindrance hindrance) {
        return switch (hindrance) {
            case STILL_OPEN ->
                Problem.of(
                                ProblemType.ILLEGAL_MOVE,
                                "It is " + delivery.state()
                                        + " and goes by itself; only what is over can be sent again.")
                        .allowing(delivery.skippable() ? List.of("SKIPPED") : List.of());
            case NO_ORIGINAL ->
                Problem.of(ProblemType.CONFLICT, "It was never sent, so there is no original to send again.")
                        .allowing(List.of(ReplayBasis.CURRENT.name()));
            case ASSIGNMENT_OVER ->
                Problem.of(
                        ProblemType.CONFLICT, "The unit no longer has the case: it must not be told about it again.");
            case NOT_BY_RULES ->
                Problem.of(
                                ProblemType.CONFLICT,
                                "By the rules that are published now the case would not go to this target.")
                        .allowing(List.of(ReplayBasis.ORIGINAL.name()));
            case GONE -> Problem.of(ProblemType.NOT_FOUND, "There is no such delivery.");
        };
    }
}
