package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.CaseMoves;
import org.huiliu.cases.CaseOrder;
import org.huiliu.cases.CaseOrders;
import org.huiliu.cases.CaseReads;
import org.huiliu.cases.LinkBook;
import org.huiliu.cases.OrderAnswer;
import org.huiliu.cases.Scope;
import org.huiliu.model.CaseState;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.platform.audit.AuditTrail;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.tx.GroupCommit;
import org.huiliu.platform.tx.TryAgain;
import org.huiliu.platform.tx.Tx;
import org.huiliu.reviews.Decision;
import org.huiliu.reviews.DecisionAnswer;
import org.huiliu.reviews.Decisions;
import org.huiliu.reviews.Review;
import org.huiliu.reviews.ReviewBook;
import org.huiliu.reviews.ReviewKind;
import org.huiliu.routing.Rulesets;
import org.jspecify.annotations.Nullable;

/**
 * The way of an operator's word: find, lock, compare with what the operator has seen, do it, write, leave a trail, tell
 * the units. One transaction each, detached from the request that brought it.
 *
 * <p>Locks are taken in the order of every writer: records, then cases by id, then reviews.
 */
@ApplicationScoped
public class OperatorPath implements CaseOrders, Decisions {
    private static final int WRITERS = 1;
    private static final int MOST_WAITING = 1024;

    private final Pool pool;
    private final CaseLedger cases;
    private final CaseReads reads;
    private final LinkBook links;
    private final ReviewBook reviews;
    private final Rulesets rulesets;
    private final TargetDirectory directory;
    private final Owing owing;
    private final Merging merging;
    private final Detaching detaching;
    private final JointClosing joint;
    private final IndexEntry entry;
    private final DeliverPath deliverPath;
    private final Clock clock;
    private final GroupCommit<CaseOrder, OrderAnswer> orders;
    private final GroupCommit<Decision, DecisionAnswer> decisions;

    OperatorPath(
            Vertx vertx,
            Pool pool,
            CaseLedger cases,
            CaseReads reads,
            LinkBook links,
            ReviewBook reviews,
            Rulesets rulesets,
            TargetDirectory directory,
            Owing owing,
            Merging merging,
            Detaching detaching,
            JointClosing joint,
            IndexEntry entry,
            DeliverPath deliverPath,
            Clock clock) {
        this.pool = pool;
        this.cases = cases;
        this.reads = reads;
        this.links = links;
        this.reviews = reviews;
        this.rulesets = rulesets;
        this.directory = directory;
        this.owing = owing;
        this.merging = merging;
        this.detaching = detaching;
        this.joint = joint;
        this.entry = entry;
        this.deliverPath = deliverPath;
        this.clock = clock;
        this.orders = new GroupCommit<>(vertx, WRITERS, 1, MOST_WAITING, CaseOrder::caseId, this::commitOrder);
        this.decisions = new GroupCommit<>(vertx, WRITERS, 1, MOST_WAITING, Decision::reviewId, this::commitDecision);
    }

    @Override
    public Uni<OrderAnswer> carryOut(CaseOrder order) {
        return orders.submit(order);
    }

    @Override
    public Uni<DecisionAnswer> carryOut(Decision decision) {
        return decisions.submit(decision);
    }

    private Uni<List<OrderAnswer>> commitOrder(List<CaseOrder> one) {
        CaseOrder order = one.get(0);
        OffsetDateTime at = OffsetDateTime.now(clock);
        return Tx.run(pool, tx -> order.action()
                        .fold(
                                merge -> merge(tx, order, merge.into(), at),
                                split -> split(tx, order, at),
                                detach -> detach(tx, order, detach.reportId(), at)))
                .call(OperatorPath::after)
                .invoke(deliverPath::wake)
                .map(done -> List.of(done.answer));
    }

    private Uni<List<DecisionAnswer>> commitDecision(List<Decision> one) {
        Decision decision = one.get(0);
        OffsetDateTime at = OffsetDateTime.now(clock);
        return Tx.run(pool, tx -> decide(tx, decision, at))
                .invoke(deliverPath::wake)
                .map(List::of);
    }

    /**
     * What came of an order.
     *
     * @param after what follows its commit and cannot fail it
     */
    private record Outcome(OrderAnswer answer, @Nullable Uni<Void> after) {
        static Outcome refused(Problem problem) {
            return new Outcome(new OrderAnswer.Refused(problem), null);
        }

        Outcome then(Uni<Void> follows) {
            return new Outcome(answer, follows);
        }

        static Outcome done(CaseOrder order, CaseFile file, CaseFile other, OffsetDateTime at) {
            return new Outcome(new OrderAnswer.Done(OrderAnswer.Standing.of(order.action(), file, other, at)), null);
        }
    }

    private static Uni<Void> after(Outcome outcome) {
        return outcome.after == null ? Uni.createFrom().voidItem() : outcome.after;
    }

    // ------------------------------------------------------------ merge and split

    private Uni<Outcome> merge(Tx tx, CaseOrder order, UUID named, OffsetDateTime at) {
        Function<Locked, Uni<Outcome>> work = desk -> {
            CaseFile from = desk.file(order.caseId());
            CaseFile into = desk.file(desk.master(named));
            Problem refusal = Merging.refusal(from, into);
            if (refusal != null) {
                return Uni.createFrom().item(Outcome.refused(refusal));
            }
            return dispatching(tx)
                    .flatMap(
                            desk2 -> merging.merge(tx, desk2.rules, from, into, Merging.Why.operator(order.actor()), at)
                                    .chain(() -> write(tx, List.of(from, into), desk2, at)))
                    .chain(() -> trail(tx, order, Map.of("into", into.id().toString()), at))
                    .replaceWith(() -> Outcome.done(order, from, into, at));
        };
        return visible(tx, order, List.of(order.caseId(), named))
                .flatMap(missing -> missing != null
                        ? Uni.createFrom().item(missing)
                        : lockWithMasters(tx, order.caseId(), named)
                                .flatMap(desk -> seen(order, desk.file(order.caseId()), () -> work.apply(desk))));
    }

    private Uni<Outcome> split(Tx tx, CaseOrder order, OffsetDateTime at) {
        return visible(tx, order, List.of(order.caseId()))
                .flatMap(missing -> missing != null
                        ? Uni.createFrom().item(missing)
                        : lockWay(tx, order.caseId())
                                .flatMap(way -> seen(order, way.file(), () -> split(tx, order, way, at))));
    }

    private Uni<Outcome> split(Tx tx, CaseOrder order, Way way, OffsetDateTime at) {
        if (way.links.isEmpty()) {
            return Uni.createFrom()
                    .item(Outcome.refused(Problem.of(
                                    ProblemType.ILLEGAL_MOVE,
                                    "The case is " + way.file().state() + ", not merged: there is nothing to split.")
                            .allowing(List.of("MERGE", "DETACH"))));
        }
        CaseFile parent = way.above().get(0);
        return dispatching(tx)
                .flatMap(desk -> merging.split(tx, desk.rules, way.file(), way.links, way.above(), order.actor(), at)
                        .chain(() -> joint.heed(tx, parent, desk.owed, order.actor(), at))
                        .chain(() -> write(tx, way.files, desk, at)))
                .chain(() -> trail(tx, order, Map.of("from", parent.id().toString()), at))
                .replaceWith(() -> Outcome.done(order, way.file(), parent, at).then(entry.enter(way.file())));
    }

    // ------------------------------------------------------------ detach

    private Uni<Outcome> detach(Tx tx, CaseOrder order, UUID reportId, OffsetDateTime at) {
        return visible(tx, order, List.of(order.caseId()))
                .flatMap(missing -> missing != null
                        ? Uni.createFrom().item(missing)
                        : detaching
                                .claim(tx, order.caseId(), reportId)
                                .flatMap(claim -> claim.fold(
                                        record -> lockWay(tx, order.caseId())
                                                .flatMap(way -> seen(
                                                        order, way.file(), () -> detach(tx, order, way, record, at))),
                                        refused -> Uni.createFrom().item(Outcome.refused(refused)))));
    }

    private Uni<Outcome> detach(Tx tx, CaseOrder order, Way way, Detaching.Attached record, OffsetDateTime at) {
        return dispatching(tx).flatMap(desk -> detaching
                .detach(tx, desk.rules, way.files, record, order.actor(), at)
                .flatMap(opened -> {
                    List<CaseFile> all = new ArrayList<>(way.files);
                    all.add(opened);
                    return write(tx, all, desk, at)
                            .chain(() -> detaching.name(tx, opened))
                            .chain(() -> links.add(tx, Merging.apart(opened.id(), way.files, order.actor(), at)))
                            .chain(() -> trail(
                                    tx,
                                    order,
                                    Map.of(
                                            "reportId",
                                                    record.record().reportId().toString(),
                                            "into", opened.id().toString()),
                                    at))
                            .replaceWith(() -> new Outcome(
                                    new OrderAnswer.Done(
                                            OrderAnswer.Standing.of(order.action(), way.file(), opened, at)),
                                    detaching.follow(opened, record)));
                }));
    }

    // ------------------------------------------------------------ reviews

    private Uni<DecisionAnswer> decide(Tx tx, Decision decision, OffsetDateTime at) {
        return reviews.one(tx, decision.reviewId(), decision.division())
                .flatMap(found -> found.isEmpty()
                        ? refused(Problem.of(ProblemType.NOT_FOUND, "There is no such review."))
                        : decide(tx, decision, found.get(), at));
    }

    private Uni<DecisionAnswer> decide(Tx tx, Decision decision, Review review, OffsetDateTime at) {
        if (!review.kind().takes(decision.kind())) {
            return refused(Problem.of(ProblemType.BREAKS_CONTRACT, "A review of this kind is decided otherwise.")
                    .with(List.of(new Fault(
                            "/decision",
                            "enum",
                            "Not one of the decisions for " + review.kind() + ".",
                            review.kind().decisions()))));
        }
        Review.Glance other = review.other();
        return other == null ? place(tx, decision, review, at) : compare(tx, decision, review, other, at);
    }

    /** Where an urgent case goes, or one that nobody could be found for. */
    private Uni<DecisionAnswer> place(Tx tx, Decision decision, Review review, OffsetDateTime at) {
        UUID subject = review.subject().caseId();
        return cases.lock(tx, List.of(subject))
                .flatMap(files -> unhindered(
                        tx,
                        decision,
                        () -> place(tx, decision, review, Objects.requireNonNull(files.get(subject)), at)));
    }

    private Uni<DecisionAnswer> place(Tx tx, Decision decision, Review review, CaseFile file, OffsetDateTime at) {
        return dispatching(tx).flatMap(out -> {
            Problem refusal = refusal(decision, review, file, out.rules);
            if (refusal != null) {
                return refused(refusal);
            }
            file.step(at);
            if (decision.kind() == Decision.Kind.REJECT) {
                out.rules.reject(file, decision.reason(), decision.actor());
            } else if (decision.host() != null) {
                out.rules.dispatch(file, decision.host(), co(decision), decision.actor());
            } else {
                out.rules.goOn(file, decision.actor());
            }
            // decided before the case is settled: that lets what is still asked lapse
            return reviews.decide(tx, decision, at)
                    .chain(() -> write(tx, List.of(file), out, at))
                    .chain(() -> decided(tx, decision, review, at));
        });
    }

    private static @Nullable Problem refusal(Decision decision, Review review, CaseFile file, Dispatching rules) {
        if (file.state() != CaseState.REVIEW) {
            return Problem.of(
                            ProblemType.ILLEGAL_MOVE,
                            "The case is " + file.state() + ": nobody waits for a decision any more.")
                    .allowing(CaseMoves.from(file.state()).stream()
                            .sorted()
                            .map(Enum::name)
                            .toList());
        }
        List<Fault> faults = rules.faults(decision.host(), co(decision));
        boolean named = decision.kind() != Decision.Kind.DISPATCH || decision.host() != null;
        if (!named && (review.kind() == ReviewKind.UNOWNED || !rules.finds(file))) {
            faults.add(Fault.at("/host", "required", "The rules find nobody for this case: name the host."));
        }
        return faults.isEmpty()
                ? null
                : Problem.of(ProblemType.BREAKS_CONTRACT, "The case cannot go there.")
                        .with(faults);
    }

    private static List<String> co(Decision decision) {
        return decision.co() == null ? List.of() : decision.co();
    }

    private Uni<DecisionAnswer> compare(
            Tx tx, Decision decision, Review review, Review.Glance other, OffsetDateTime at) {
        UUID subject = review.subject().caseId();
        UUID named = decision.into() == null ? other.caseId() : decision.into();
        return reads.visible(tx, new Scope.City(decision.division()), List.of(named))
                .flatMap(visible -> visible.isEmpty()
                        ? refused(unknown("/into"))
                        : lockWithMasters(tx, subject, named)
                                // the cases first: who merges them holds them before it touches their reviews
                                .flatMap(desk -> unhindered(
                                        tx, decision, () -> carryOut(tx, decision, review, other, desk, at))));
    }

    /** Goes on under the review's lock when it is open and nobody else holds it. */
    private Uni<DecisionAnswer> unhindered(Tx tx, Decision decision, Supplier<Uni<DecisionAnswer>> work) {
        return reviews.lock(tx, decision.reviewId()).flatMap(now -> {
            Problem hindrance = now.hindrance(decision.actor());
            return hindrance == null ? work.get() : refused(hindrance);
        });
    }

    private Uni<DecisionAnswer> carryOut(
            Tx tx, Decision decision, Review review, Review.Glance other, Locked desk, OffsetDateTime at) {
        CaseFile subject = desk.file(review.subject().caseId());
        if (decision.kind() == Decision.Kind.SEPARATE) {
            return reviews.decide(tx, decision, at)
                    .chain(() -> links.add(
                            tx,
                            Merging.apart(
                                    subject.id(),
                                    List.of(desk.file(desk.master(other.caseId()))),
                                    decision.actor(),
                                    at)))
                    .chain(() -> decided(tx, decision, review, at));
        }
        UUID named = decision.into() == null ? other.caseId() : decision.into();
        CaseFile into = desk.file(desk.master(named));
        Problem refusal = Merging.refusal(subject, into);
        if (refusal != null) {
            return refused(refusal);
        }
        Merging.Why why = new Merging.Why("OPERATOR", review.evidence(), decision.actor());
        return dispatching(tx)
                // decided before it is merged: the merge lets what is still asked about the case lapse
                .flatMap(out -> reviews.decide(tx, decision, at)
                        .chain(() -> merging.merge(tx, out.rules, subject, into, why, at))
                        .chain(() -> write(tx, List.of(subject, into), out, at)))
                .chain(() -> decided(tx, decision, review, at));
    }

    private Uni<DecisionAnswer> decided(Tx tx, Decision decision, Review review, OffsetDateTime at) {
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("decision", decision.kind());
        after.put("case", review.subject().caseId());
        Review.Glance other = review.other();
        if (other != null) {
            after.put("other", decision.into() == null ? other.caseId() : decision.into());
        }
        if (decision.host() != null) {
            after.put("host", decision.host());
            after.put("co", co(decision));
        }
        return AuditTrail.add(
                        tx,
                        new AuditTrail.Entry(
                                at,
                                decision.actor(),
                                "review.decide",
                                "review/" + decision.reviewId(),
                                null,
                                after,
                                decision.reason()))
                .chain(() -> reviews.one(tx, decision.reviewId(), null))
                .map(now -> new DecisionAnswer.Done(now.orElseThrow()));
    }

    private static Uni<DecisionAnswer> refused(Problem problem) {
        return Uni.createFrom().item(new DecisionAnswer.Refused(problem));
    }

    // ------------------------------------------------------------ find and lock

    /** The problem when the operator may not see one of the cases; null when it may see all. */
    private Uni<@Nullable Outcome> visible(Tx tx, CaseOrder order, List<UUID> ids) {
        return reads.visible(tx, order.scope(), ids).map(visible -> {
            if (!visible.contains(order.caseId())) {
                return Outcome.refused(Problem.of(ProblemType.NOT_FOUND, "There is no such case."));
            }
            return visible.containsAll(ids) ? null : Outcome.refused(unknown("/into"));
        });
    }

    /** Two cases under their locks, each with the one that it is handled with. */
    private record Locked(Map<UUID, CaseFile> files, Map<UUID, UUID> masters) {
        UUID master(UUID id) {
            return masters.getOrDefault(id, id);
        }

        CaseFile file(UUID id) {
            return Objects.requireNonNull(files.get(id), "a case that was visible is there");
        }
    }

    private Uni<Locked> lockWithMasters(Tx tx, UUID one, UUID other) {
        List<UUID> both = List.of(one, other);
        return links.masters(tx, both).flatMap(masters -> {
            Set<UUID> all = new HashSet<>(both);
            all.addAll(masters.values());
            return cases.lock(tx, all)
                    // what was asked without a lock may have changed before it was locked
                    .flatMap(files -> links.masters(tx, both).map(now -> {
                        if (!now.equals(masters)) {
                            throw new TryAgain("a case was merged or split meanwhile");
                        }
                        return new Locked(files, masters);
                    }));
        });
    }

    /**
     * A case under its lock with those that it is merged into.
     *
     * @param files the case and those above it, in the order of the way
     */
    private record Way(List<CaseFile> files, List<LinkBook.Link> links) {
        CaseFile file() {
            return files.get(0);
        }

        List<CaseFile> above() {
            return files.subList(1, files.size());
        }
    }

    private Uni<Way> lockWay(Tx tx, UUID caseId) {
        return links.way(tx, caseId).flatMap(way -> {
            List<UUID> ids = new ArrayList<>();
            ids.add(caseId);
            way.forEach(link -> ids.add(link.to()));
            return cases.lock(tx, ids).flatMap(files -> links.way(tx, caseId).map(now -> {
                if (!now.equals(way)) {
                    throw new TryAgain("a case was merged or split meanwhile");
                }
                return new Way(
                        ids.stream()
                                .map(id -> Objects.requireNonNull(files.get(id)))
                                .toList(),
                        way);
            }));
        });
    }

    /** Goes on when the operator has seen the case as it is. */
    private static Uni<Outcome> seen(CaseOrder order, CaseFile file, Supplier<Uni<Outcome>> work) {
        Problem refusal = order.seen().against(file.now().revision());
        return refusal == null ? work.get() : Uni.createFrom().item(Outcome.refused(refusal));
    }

    // ------------------------------------------------------------ write

    /** Today's rules and what is owed by them. */
    private record Out(Dispatching rules, Owed owed) {}

    private Uni<Out> dispatching(Tx tx) {
        Owed owed = new Owed();
        return rulesets.published(tx)
                .flatMap(rules ->
                        directory.targets(tx).map(targets -> new Out(new Dispatching(rules, targets, owed), owed)));
    }

    private Uni<Void> write(Tx tx, Collection<CaseFile> files, Out out, OffsetDateTime at) {
        return cases.write(tx, files).chain(() -> owing.write(tx, out.owed, at));
    }

    private static Uni<Void> trail(Tx tx, CaseOrder order, Map<String, Object> after, OffsetDateTime at) {
        return AuditTrail.add(
                tx,
                new AuditTrail.Entry(
                        at,
                        order.actor(),
                        "case." + order.action().word().toLowerCase(Locale.ROOT),
                        "case/" + order.caseId(),
                        null,
                        after,
                        order.reason()));
    }

    private static Problem unknown(String pointer) {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such case to attach to.")
                .with(List.of(Fault.at(pointer, "unknown", "There is no such case.")));
    }
}
