package org.huiliu.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.huiliu.cases.AttachmentBook;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.LinkBook;
import org.huiliu.dedup.Matter;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.dedup.ReplayGate;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.intake.Accepted;
import org.huiliu.intake.Arrival;
import org.huiliu.intake.IntakeAnswer;
import org.huiliu.intake.Outcome;
import org.huiliu.intake.RecordKey;
import org.huiliu.intake.RecordStatus;
import org.huiliu.intake.RejectionLog;
import org.huiliu.intake.ReportLedger;
import org.huiliu.intake.ReportSink;
import org.huiliu.normalize.FeedContract;
import org.huiliu.normalize.FeedContracts;
import org.huiliu.normalize.Normalization;
import org.huiliu.normalize.Normalizer;
import org.huiliu.normalize.PayloadFormat;
import org.huiliu.normalize.Rejected;
import org.huiliu.partners.FeedSwitches;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.platform.crypto.BlindIndex;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.tx.GroupCommit;
import org.huiliu.platform.tx.Tx;
import org.huiliu.platform.tx.Unstorable;
import org.huiliu.reviews.ReviewBook;
import org.huiliu.routing.Rulesets;
import org.huiliu.warnings.SubjectBook;
import org.jspecify.annotations.Nullable;

/** The way of a report: normalize, recognise a replay, commit in a group, wake the deliveries, answer. */
@ApplicationScoped
public class AcceptPath implements ReportSink {
    private static final Problem UNSTORABLE =
            Problem.of(ProblemType.NOT_STORABLE, "the store refuses this message's data; nothing of it is kept");

    private final FeedContracts contracts;
    private final Normalizer normalizer;
    private final ReplayGate gate;
    private final ReportLedger reports;
    private final RejectionLog rejections;
    private final AcceptRooms rooms;
    private final RepeatSearch search;
    private final RepeatIndex index;
    private final Pool pool;
    private final Previewing previewing;
    private final DeliverPath deliverPath;
    private final GroupCommit<Submission, IntakeAnswer<Accepted>> groups;

    AcceptPath(
            Vertx vertx,
            Pool pool,
            FeedContracts contracts,
            Normalizer normalizer,
            ReplayGate gate,
            FeedSwitches feeds,
            ReportLedger reports,
            RejectionLog rejections,
            CaseLedger cases,
            AttachmentBook attachments,
            LinkBook links,
            ReviewBook reviews,
            SubjectBook subjects,
            RepeatSearch search,
            RepeatIndex index,
            BlindIndex blind,
            FirstMatters firsts,
            Rulesets rulesets,
            TargetDirectory targets,
            DeliveryQueue deliveries,
            Owing owing,
            Previewing previewing,
            DeliverPath deliverPath,
            // two writers: while one waits for the disk the other prepares
            @ConfigProperty(name = "huiliu.accept.writers", defaultValue = "2") int writers,
            @ConfigProperty(name = "huiliu.accept.largest-group", defaultValue = "128") int largestGroup,
            // about ten seconds of work at the rate of a two-core machine; more waiting would only time out
            @ConfigProperty(name = "huiliu.accept.most-waiting", defaultValue = "20000") int mostWaiting,
            // a unit at work on a burst pipe needs the count now and then, not each call
            @ConfigProperty(name = "huiliu.repeats.update-pace", defaultValue = "PT5M") Duration updatePace) {
        this.contracts = contracts;
        this.normalizer = normalizer;
        this.gate = gate;
        this.reports = reports;
        this.rejections = rejections;
        this.rooms = new AcceptRooms(
                contracts,
                feeds,
                reports,
                cases,
                attachments,
                links,
                reviews,
                subjects,
                rulesets,
                targets,
                deliveries,
                owing,
                blind::of,
                firsts,
                updatePace);
        this.search = search;
        this.index = index;
        this.pool = pool;
        this.previewing = previewing;
        this.deliverPath = deliverPath;
        this.groups = new GroupCommit<>(vertx, writers, largestGroup, mostWaiting, Submission::key, this::commit);
    }

    @Override
    public Uni<IntakeAnswer<Accepted>> accept(Arrival arrival) {
        return normalize(arrival)
                .fold(
                        normalized -> groups.submit(Submission.of(arrival, normalized, rooms.blind()))
                                .onFailure(Unstorable::is)
                                .recoverWithUni(failure -> refuse(arrival, UNSTORABLE)),
                        rejected -> refuse(arrival, problem(rejected)));
    }

    @Override
    public Uni<IntakeAnswer<JsonNode>> preview(Arrival arrival) {
        return normalize(arrival)
                .fold(
                        normalized -> previewing
                                .preview(Submission.of(arrival, normalized, rooms.blind()))
                                .map(IntakeAnswer.Taken<JsonNode>::new),
                        rejected -> Uni.createFrom().item(new IntakeAnswer.Refused<>(problem(rejected))));
    }

    @Override
    public Uni<Optional<RecordStatus>> status(String feed, String externalId) {
        return reports.status(new RecordKey(feed, externalId));
    }

    @Override
    public Set<String> mediaTypes(String feed) {
        return contracts.find(feed).map(FeedContract::accepts).orElse(Set.of()).stream()
                .map(format -> format == PayloadFormat.XML ? Arrival.XML : Arrival.JSON)
                .collect(Collectors.toSet());
    }

    private Normalization normalize(Arrival arrival) {
        FeedContract feed = contracts.find(arrival.feed()).orElseThrow();
        PayloadFormat format = arrival.mediaType().equals(Arrival.XML) ? PayloadFormat.XML : PayloadFormat.JSON;
        return normalizer.normalize(feed, arrival.payload(), format);
    }

    private Uni<List<IntakeAnswer<Accepted>>> commit(List<Submission> group) {
        List<ReplayGate.Message> messages =
                group.stream().map(Submission::gated).filter(Objects::nonNull).toList();
        return gate.known(messages).flatMap(known -> {
            List<Submission> unknown =
                    group.stream().filter(one -> replay(known, one) == null).toList();
            return commitUnknown(unknown).map(committed -> inOrder(group, known, unknown, committed));
        });
    }

    private Uni<List<IntakeAnswer<Accepted>>> commitUnknown(List<Submission> group) {
        if (group.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return search.register(sought(group))
                .flatMap(prospects -> commit(group, prospects))
                .call(answers -> gate.remember(committed(group, answers)));
    }

    /** One that its source has withdrawn stays alone. */
    private static Map<UUID, Matter> sought(List<Submission> group) {
        return group.stream()
                .filter(one -> !one.report().content().withdrawn())
                .collect(Collectors.toMap(
                        Submission::caseId, Submission::matter, (one, same) -> one, LinkedHashMap::new));
    }

    /** Whatever becomes of the transaction, the index hears of it: others may be waiting for these reports. */
    private Uni<List<IntakeAnswer<Accepted>>> commit(List<Submission> group, Prospects prospects) {
        return Tx.run(pool, tx -> {
                    AcceptGroup accepting = new AcceptGroup(rooms, tx, group, prospects);
                    return accepting.run().map(answers -> new Settling(group, prospects, answers, accepting));
                })
                .onFailure()
                .call(failure -> index.settle(Settling.withdrawn(group, prospects)))
                // the units need not wait until the index has heard of it
                .invoke(deliverPath::wake)
                .invoke(Settling::remember)
                .call(settling -> index.settle(settling.settlement()))
                .call(settling -> index.restore(settling.renewed()))
                .map(Settling::answers);
    }

    private static List<IntakeAnswer<Accepted>> inOrder(
            List<Submission> group,
            Map<ReplayGate.Message, ReplayGate.Committed> known,
            List<Submission> unknown,
            List<IntakeAnswer<Accepted>> committed) {
        Map<Submission, IntakeAnswer<Accepted>> answers = new HashMap<>();
        for (int i = 0; i < unknown.size(); i++) {
            answers.put(unknown.get(i), committed.get(i));
        }
        return group.stream()
                .map(one -> {
                    ReplayGate.Committed ids = replay(known, one);
                    return ids == null ? Objects.requireNonNull(answers.get(one)) : replayed(ids);
                })
                .toList();
    }

    private static ReplayGate.@Nullable Committed replay(
            Map<ReplayGate.Message, ReplayGate.Committed> known, Submission one) {
        ReplayGate.Message message = one.gated();
        return message == null ? null : known.get(message);
    }

    private static IntakeAnswer<Accepted> replayed(ReplayGate.Committed ids) {
        return new IntakeAnswer.Taken<>(Accepted.of(ids.reportId(), ids.caseId(), Outcome.REPLAYED));
    }

    private static Map<ReplayGate.Message, ReplayGate.Committed> committed(
            List<Submission> group, List<IntakeAnswer<Accepted>> answers) {
        Map<ReplayGate.Message, ReplayGate.Committed> facts = new HashMap<>();
        for (int i = 0; i < group.size(); i++) {
            ReplayGate.Message message = group.get(i).gated();
            if (message != null) {
                answers.get(i)
                        .fold(Optional::of, refused -> Optional.<Accepted>empty())
                        .ifPresent(taken ->
                                facts.put(message, new ReplayGate.Committed(taken.reportId(), taken.caseId())));
            }
        }
        return facts;
    }

    private Uni<IntakeAnswer<Accepted>> refuse(Arrival arrival, Problem problem) {
        // a refusal must reach its sender even when it cannot be counted
        return rejections
                .note(arrival, problem)
                .onFailure()
                .recoverWithNull()
                .replaceWith(new IntakeAnswer.Refused<>(problem));
    }

    private static Problem problem(Rejected rejected) {
        return switch (rejected.kind()) {
            case NOT_PARSEABLE ->
                Problem.of(ProblemType.NOT_PARSEABLE, "the message cannot be read")
                        .with(rejected.faults());
            case BREAKS_CONTRACT ->
                Problem.of(ProblemType.BREAKS_CONTRACT, "the message breaks the feed's published contract")
                        .with(rejected.faults());
            case MAPPING_FAILED ->
                Problem.of(ProblemType.INTERNAL, "the feed's mapping failed on this message; the operators can see it")
                        .with(rejected.faults());
        };
    }
}
