package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.huiliu.cases.Absorption;
import org.huiliu.cases.CaseEvent;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.CaseMoves;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.intake.Accepted;
import org.huiliu.intake.ClientKey;
import org.huiliu.intake.IntakeAnswer;
import org.huiliu.intake.KnownRecord;
import org.huiliu.intake.NewReport;
import org.huiliu.intake.Outcome;
import org.huiliu.intake.Recognition;
import org.huiliu.intake.RecordKey;
import org.huiliu.intake.ReportLedger;
import org.huiliu.intake.StoredAnswer;
import org.huiliu.model.CaseContent;
import org.huiliu.model.CaseState;
import org.huiliu.model.Mark;
import org.huiliu.partners.FeedSwitches;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.partners.Targets;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.Ruleset;
import org.huiliu.routing.Rulesets;

/**
 * One transaction of the accept path: reports that arrived together are claimed, decided and written together.
 *
 * <p>Locks are taken in one order by every writer, records by key and then cases by id, so that groups with the same
 * hot cases wait for each other and never cross. Inside the group the reports are settled one after the other against
 * what the earlier ones have left on the desk.
 */
final class AcceptGroup {
    private final Rooms rooms;
    private final Tx tx;
    private final List<Submission> group;

    private final Set<Submission> taken = new LinkedHashSet<>();
    private final Map<RecordKey, KnownRecord> records = new HashMap<>();
    private final Set<UUID> proposedCases = new HashSet<>();
    private final Map<UUID, CaseFile> files = new LinkedHashMap<>();
    private final Map<ReportLedger.RecordedContent, UUID> history = new HashMap<>();
    private final Map<ClientKey, StoredAnswer> answers = new HashMap<>();
    private final Set<RecordKey> openers = new HashSet<>();
    private final List<NewReport> newReports = new ArrayList<>();
    private final Set<RecordKey> touched = new LinkedHashSet<>();
    private final List<StoredAnswer> newAnswers = new ArrayList<>();
    private final List<NewDelivery> deliveries = new ArrayList<>();

    /** The rooms that a group works with. */
    record Rooms(
            FeedSwitches feeds,
            ReportLedger reports,
            CaseLedger cases,
            Rulesets rulesets,
            TargetDirectory targets,
            DeliveryQueue deliveries) {}

    AcceptGroup(Rooms rooms, Tx tx, List<Submission> group) {
        this.rooms = rooms;
        this.tx = tx;
        this.group = group;
    }

    /** The group's way through its transaction; the answers come in the order of the submissions. */
    Uni<List<IntakeAnswer<Accepted>>> run() {
        return leaveOutFeedsThatAreOff()
                .chain(this::claimRecords)
                .chain(this::lockCases)
                .chain(this::lookBack)
                .chain(() -> rooms.rulesets().published(tx))
                .chain(rules -> rooms.targets().targets(tx).map(targets -> settle(rules, targets)))
                .call(this::write);
    }

    // ------------------------------------------------------------ read and lock

    private Uni<Void> leaveOutFeedsThatAreOff() {
        return rooms.feeds()
                .off(tx)
                .invoke(off -> group.stream()
                        .filter(one -> !off.contains(one.report().feed()))
                        .forEach(taken::add))
                .replaceWithVoid();
    }

    private Uni<Void> claimRecords() {
        Map<RecordKey, UUID> proposed = new HashMap<>();
        for (Submission one : taken) {
            RecordKey main = one.mainKey();
            UUID known = proposed.get(one.key());
            UUID proposal = known != null ? known : main == null ? null : proposed.get(main);
            UUID caseId = proposal != null ? proposal : newId(one);
            proposed.putIfAbsent(one.key(), caseId);
            if (main != null) {
                proposed.putIfAbsent(main, caseId);
            }
        }
        proposedCases.addAll(proposed.values());
        return rooms.reports().claim(tx, proposed).invoke(records::putAll).replaceWithVoid();
    }

    private Uni<Void> lockCases() {
        List<UUID> cases = records.values().stream()
                .map(KnownRecord::caseId)
                // an id that this group has made up is no case yet: a group of new records has nothing to look for
                .filter(id -> !proposedCases.contains(id))
                .distinct()
                .sorted()
                .toList();
        return rooms.cases().lock(tx, cases).invoke(files::putAll).replaceWithVoid();
    }

    private Uni<Void> lookBack() {
        List<ReportLedger.RecordedContent> doubtful = taken.stream()
                .filter(one -> Recognition.needsHistory(
                        record(one.key()), one.report().version(), one.report().contentHash()))
                .map(Submission::content)
                .distinct()
                .toList();
        List<ClientKey> keys = taken.stream()
                .map(Submission::clientKey)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        // a case with one report was opened by that report's record
        records.values().stream()
                .filter(known -> known.reportId() != null && !shared(known.caseId()))
                .forEach(known -> openers.add(known.key()));
        List<UUID> shared = files.keySet().stream().filter(this::shared).toList();
        return rooms.reports()
                .history(tx, doubtful)
                .invoke(history::putAll)
                .chain(() -> rooms.reports().openers(tx, shared))
                .invoke(openers::addAll)
                .chain(() -> rooms.reports().answers(tx, keys))
                .invoke(answers::putAll)
                .replaceWithVoid();
    }

    // ------------------------------------------------------------ decide

    private List<IntakeAnswer<Accepted>> settle(Ruleset rules, Targets targets) {
        Dispatching dispatching = new Dispatching(rules, targets, deliveries);
        List<IntakeAnswer<Accepted>> settled = new ArrayList<>();
        for (Submission one : group) {
            settled.add(taken.contains(one) ? settle(one, dispatching) : switchedOff(one));
        }
        return settled;
    }

    private IntakeAnswer<Accepted> settle(Submission one, Dispatching dispatching) {
        ClientKey clientKey = one.clientKey();
        StoredAnswer told = clientKey == null ? null : answers.get(clientKey);
        if (told != null) {
            return repeatAnswer(one, told);
        }
        Accepted accepted = recognise(one, dispatching);
        if (clientKey != null) {
            StoredAnswer answer = new StoredAnswer(
                    clientKey, one.report().contentHash(), accepted.reportId(), accepted.caseId(), accepted.outcome());
            answers.put(clientKey, answer);
            newAnswers.add(answer);
        }
        return new IntakeAnswer.Taken<>(accepted);
    }

    private static IntakeAnswer<Accepted> switchedOff(Submission one) {
        return new IntakeAnswer.Refused<>(Problem.of(
                ProblemType.FEED_OFF,
                "the operators have switched feed " + one.report().feed() + " off"));
    }

    private static IntakeAnswer<Accepted> repeatAnswer(Submission one, StoredAnswer told) {
        return told.requestHash().equals(one.report().contentHash())
                ? new IntakeAnswer.Taken<>(Accepted.of(told.reportId(), told.caseId(), Outcome.REPLAYED))
                : new IntakeAnswer.Refused<>(Problem.of(
                        ProblemType.KEY_REUSED, "this Idempotency-Key was used for a message with other content"));
    }

    private Accepted recognise(Submission one, Dispatching dispatching) {
        KnownRecord known = record(one.key());
        UUID seen = history.get(one.content());
        Recognition recognition =
                Recognition.of(known, one.report().version(), one.report().contentHash(), seen != null);
        return switch (recognition) {
            case NEW -> take(one, dispatching);
            case SAME ->
                Accepted.of(
                        seen != null ? seen : Objects.requireNonNull(known.reportId()),
                        known.caseId(),
                        Outcome.REPLAYED);
            case NEWER -> update(one, dispatching);
            case OLDER -> keepStale(one);
        };
    }

    /**
     * A record and the one that its source joined it to belong to one case: the one that is open already, whichever of
     * the two opened it. Where both have a case of their own they keep it: a merge must be undoable, a move is not.
     */
    private void join(Submission one) {
        RecordKey mainKey = one.mainKey();
        if (mainKey == null) {
            return;
        }
        KnownRecord own = record(one.key());
        KnownRecord main = record(mainKey);
        if (!files.containsKey(main.caseId())) {
            records.put(mainKey, main.in(own.caseId()));
            touched.add(mainKey);
        } else if (own.reportId() == null) {
            records.put(one.key(), own.in(main.caseId()));
        }
    }

    private Accepted take(Submission one, Dispatching dispatching) {
        join(one);
        return files.containsKey(record(one.key()).caseId()) ? attach(one, dispatching) : open(one, dispatching);
    }

    private Accepted open(Submission one, Dispatching dispatching) {
        CaseContent content = one.report().content();
        UUID caseId = record(one.key()).caseId();
        CaseFile file = CaseFile.open(caseId, one.report().feed(), content, marks(content), at(one));
        files.put(caseId, file);
        openers.add(one.key());
        if (content.withdrawn()) {
            file.moveTo(CaseState.INVALID, actor(one), Map.of());
        } else {
            dispatching.dispatch(file);
        }
        return store(one, caseId, Outcome.OPENED);
    }

    private Accepted attach(Submission one, Dispatching dispatching) {
        CaseFile file = file(one);
        file.step(at(one));
        file.countReport();
        file.note(CaseEvent.Kind.REPORT_ATTACHED, actor(one), noted(one));
        heed(file, one, dispatching);
        Accepted accepted = store(one, file.id(), Outcome.REPEAT);
        RecordKey main = one.mainKey();
        return main == null
                ? accepted
                : new Accepted(
                        accepted.reportId(),
                        accepted.caseId(),
                        Outcome.REPEAT,
                        record(main).reportId(),
                        Map.of("rule", "MAIN_RECORD", "mainRecord", main.externalId()));
    }

    private Accepted update(Submission one, Dispatching dispatching) {
        join(one);
        CaseFile file = file(one);
        file.step(at(one));
        file.note(CaseEvent.Kind.REPORT_UPDATED, actor(one), noted(one));
        heed(file, one, dispatching);
        return store(one, file.id(), Outcome.UPDATED);
    }

    /**
     * What a further report does to its case. One that its source has withdrawn adds nothing and ends the case only when
     * it is the only one; one that stands brings a case back that consisted of withdrawn ones.
     */
    private void heed(CaseFile file, Submission one, Dispatching dispatching) {
        CaseContent before = file.now().content();
        CaseContent content = one.report().content();
        boolean only = file.now().reportCount() == 1;
        if (content.withdrawn()) {
            if (only) {
                file.replace(content);
                withdraw(file, actor(one), dispatching);
            }
            return;
        }
        // an operator's INVALID stands: only what the source itself declared invalid comes back with it
        boolean revived = file.state() == CaseState.INVALID && before.withdrawn();
        if (only) {
            file.replace(content);
        } else if (revived || openers.contains(one.key())) {
            file.replace(Absorption.led(content, before));
        } else {
            file.replace(Absorption.of(before, content));
        }
        marks(content).forEach(file::mark);
        if (revived) {
            file.note(CaseEvent.Kind.REVIVED, actor(one), Map.of());
            file.moveTo(CaseState.RECEIVED, actor(one), Map.of());
            dispatching.dispatch(file);
        } else {
            tellOf(file, dispatching);
        }
    }

    private static void withdraw(CaseFile file, String actor, Dispatching dispatching) {
        if (!CaseMoves.legal(file.state(), CaseState.INVALID)) {
            tellOf(file, dispatching);
            return;
        }
        file.note(CaseEvent.Kind.WITHDRAWN, actor, Map.of());
        dispatching.recall(file, actor);
        file.moveTo(CaseState.INVALID, actor, Map.of());
    }

    /** Nobody needs to hear more of a case that is invalid. */
    private static void tellOf(CaseFile file, Dispatching dispatching) {
        if (file.state() != CaseState.INVALID) {
            dispatching.update(file);
        }
    }

    private Accepted keepStale(Submission one) {
        CaseFile file = file(one);
        newReports.add(report(one, file.id(), Outcome.STALE));
        history.put(one.content(), one.reportId());
        file.step(at(one));
        file.note(CaseEvent.Kind.REPORT_STALE, actor(one), noted(one));
        return Accepted.of(one.reportId(), file.id(), Outcome.STALE);
    }

    private Accepted store(Submission one, UUID caseId, Outcome outcome) {
        newReports.add(report(one, caseId, outcome));
        history.put(one.content(), one.reportId());
        records.put(
                one.key(),
                new KnownRecord(
                        one.key(),
                        caseId,
                        one.reportId(),
                        one.report().version(),
                        one.report().contentHash()));
        touched.add(one.key());
        return Accepted.of(one.reportId(), caseId, outcome);
    }

    // ------------------------------------------------------------ write

    private Uni<Void> write(Collection<IntakeAnswer<Accepted>> settled) {
        List<KnownRecord> known = touched.stream().map(this::record).toList();
        return rooms.cases()
                .write(tx, files.values())
                .chain(() -> rooms.reports().write(tx, newReports, known, newAnswers))
                .chain(() -> rooms.deliveries().add(tx, deliveries, at(group.get(0))));
    }

    // ------------------------------------------------------------ small parts

    private boolean shared(UUID caseId) {
        CaseFile file = files.get(caseId);
        return file != null && file.now().reportCount() > 1;
    }

    private KnownRecord record(RecordKey key) {
        return Objects.requireNonNull(records.get(key), () -> "record not claimed in feed " + key.feed());
    }

    private CaseFile file(Submission one) {
        return Objects.requireNonNull(files.get(record(one.key()).caseId()), "a known record has a case");
    }

    private static NewReport report(Submission one, UUID caseId, Outcome outcome) {
        return new NewReport(
                one.reportId(),
                one.key(),
                one.report().version(),
                one.report().mainRecord(),
                one.report().contentHash(),
                caseId,
                outcome,
                at(one),
                one.report().content(),
                one.arrival().payload(),
                one.arrival().mediaType());
    }

    private static Set<Mark> marks(CaseContent content) {
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        if (content.place().division() == null) {
            marks.add(Mark.NO_DIVISION);
        }
        if (!content.unmapped().isEmpty()) {
            marks.add(Mark.UNMAPPED_CODE);
        }
        return marks;
    }

    private static Map<String, Object> noted(Submission one) {
        return Map.of(
                "reportId",
                one.reportId().toString(),
                "externalId",
                one.report().externalId());
    }

    private static String actor(Submission one) {
        return "feed:" + one.report().feed();
    }

    private static OffsetDateTime at(Submission one) {
        return one.arrival().receivedAt();
    }

    private static UUID newId(Submission one) {
        return Ids.at(at(one).toInstant().toEpochMilli());
    }
}
