package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.huiliu.cases.CaseCaller;
import org.huiliu.cases.CaseFile;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.intake.Accepted;
import org.huiliu.intake.ClientKey;
import org.huiliu.intake.IntakeAnswer;
import org.huiliu.intake.KnownRecord;
import org.huiliu.intake.Outcome;
import org.huiliu.intake.Recognition;
import org.huiliu.intake.RecordKey;
import org.huiliu.intake.ReportLedger;
import org.huiliu.intake.StoredAnswer;
import org.huiliu.model.CaseState;
import org.huiliu.partners.Targets;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.tx.TryAgain;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.Ruleset;

/**
 * One transaction of the accept path: reports that arrived together are compared, claimed, decided and written together.
 *
 * <p>Locks are taken in one order by every writer, records by key and then cases by id, so that groups with the same
 * hot cases wait for each other and never cross. Inside the group the reports are settled one after the other against
 * what the earlier ones have left on the desk.
 */
final class AcceptGroup {
    private final AcceptRooms rooms;
    private final Tx tx;
    private final List<Submission> group;
    private final Prospects prospects;
    private final Comparing comparing;
    private final AcceptDesk desk = new AcceptDesk();
    private final Set<Submission> taken = new LinkedHashSet<>();
    private final Set<UUID> proposedCases = new HashSet<>();
    private final Map<Submission, Verdict> verdicts = new HashMap<>();

    AcceptGroup(AcceptRooms rooms, Tx tx, List<Submission> group, Prospects prospects) {
        this.rooms = rooms;
        this.tx = tx;
        this.group = group;
        this.prospects = prospects;
        this.comparing = new Comparing(prospects.judge(), rooms.firsts());
    }

    /** The group's way through its transaction; the answers come in the order of the submissions. */
    Uni<List<IntakeAnswer<Accepted>>> run() {
        return leaveOutFeedsThatAreOff()
                .chain(this::compare)
                .chain(this::claimRecords)
                .chain(this::lockCases)
                .chain(this::lockMasters)
                .chain(this::lookBack)
                .chain(() -> rooms.rulesets().published(tx))
                .chain(rules -> rooms.targets().targets(tx).map(targets -> settle(rules, targets)))
                .call(this::write);
    }

    /** After the commit: what was opened here is what the next reports are compared with. */
    void remember() {
        desk.openedHere.forEach((id, first) -> Optional.ofNullable(desk.files.get(id))
                .ifPresent(file -> rooms.firsts().opened(file.now(), first.matter())));
    }

    /** The updates whose record leads its case: what the case is found by has changed. */
    Set<Submission> leading() {
        return Set.copyOf(desk.leading);
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

    private Uni<Void> compare() {
        List<Comparing.Subject> subjects =
                taken.stream().map(one -> one.against(prospects)).toList();
        return comparing
                .read(tx, new Comparing.Rooms(rooms.cases(), rooms.links(), rooms.deliveries()), subjects)
                .invoke(() -> taken.forEach(one ->
                        comparing.verdict(one.against(prospects)).ifPresent(verdict -> verdicts.put(one, verdict))));
    }

    private Uni<Void> claimRecords() {
        Map<RecordKey, UUID> proposed = new HashMap<>();
        for (Submission one : taken) {
            RecordKey main = one.mainKey();
            UUID known = proposed.get(one.key());
            UUID proposal = known != null ? known : main == null ? null : proposed.get(main);
            UUID caseId = proposal != null ? proposal : one.caseId();
            proposed.putIfAbsent(one.key(), caseId);
            if (main != null) {
                proposed.putIfAbsent(main, caseId);
            }
        }
        proposedCases.addAll(proposed.values());
        return rooms.reports().claim(tx, proposed).invoke(desk.records::putAll).replaceWithVoid();
    }

    private Uni<Void> lockCases() {
        Stream<UUID> known = desk.records.values().stream()
                .map(KnownRecord::caseId)
                // an id that this group has made up is no case yet: a group of new records has nothing to look for
                .filter(id -> !proposedCases.contains(id));
        List<UUID> cases =
                Stream.concat(known, joined().stream()).distinct().sorted().toList();
        return rooms.cases().lock(tx, cases).invoke(desk.files::putAll).chain(this::stillTakingIn);
    }

    /** The cases that reports of this group are attached to by comparison. */
    private Set<UUID> joined() {
        return verdicts.values().stream()
                .filter(Verdict::attaches)
                .map(Verdict::caseId)
                .collect(Collectors.toSet());
    }

    private Uni<Void> lockMasters() {
        List<UUID> merged = desk.files.values().stream()
                .filter(file -> file.state() == CaseState.MERGED)
                .map(CaseFile::id)
                .toList();
        if (merged.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        // a second step of locks may cross another group's: the database notices, and the group runs again
        return rooms.links()
                .masters(tx, merged)
                .invoke(desk.masters::putAll)
                .map(found -> found.values().stream()
                        .filter(id -> !desk.files.containsKey(id))
                        .distinct()
                        .sorted()
                        .toList())
                .chain(masters -> rooms.cases().lock(tx, masters))
                .invoke(desk.files::putAll)
                .replaceWithVoid();
    }

    private Uni<Void> stillTakingIn() {
        return joined().stream().map(desk.files::get).allMatch(file -> file != null && Comparing.takesIn(file))
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(new TryAgain("a case was closed or merged meanwhile"));
    }

    private Uni<Void> lookBack() {
        List<ReportLedger.RecordedContent> doubtful = taken.stream()
                .filter(one -> Recognition.needsHistory(
                        desk.record(one.key()),
                        one.report().version(),
                        one.report().contentHash()))
                .map(Submission::content)
                .distinct()
                .toList();
        List<ClientKey> keys = taken.stream()
                .map(Submission::clientKey)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        // a case with one report was opened by that report's record
        desk.records.values().stream()
                .filter(known -> known.reportId() != null && !desk.shared(known.caseId()))
                .forEach(known -> desk.openers.add(known.key()));
        Set<UUID> joined = joined();
        Stream<UUID> compared = verdicts.values().stream().map(Verdict::caseId);
        List<UUID> wanted = Stream.concat(desk.files.keySet().stream().filter(desk::shared), compared)
                .distinct()
                .toList();
        return rooms.reports()
                .history(tx, doubtful)
                .invoke(desk.history::putAll)
                .chain(() -> rooms.reports().openers(tx, wanted))
                .invoke(found -> found.forEach(one -> {
                    desk.openers.add(one.key());
                    desk.firstReports.putIfAbsent(one.caseId(), one.reportId());
                }))
                .chain(() -> rooms.cases().heard(tx, callers(joined)))
                .invoke(desk.heard::addAll)
                .chain(() -> rooms.reports().answers(tx, keys))
                .invoke(desk.answers::putAll)
                .replaceWithVoid();
    }

    private Set<CaseCaller> callers(Set<UUID> joined) {
        Set<CaseCaller> callers = new LinkedHashSet<>();
        for (Submission one : taken) {
            UUID own = desk.caseOf(one);
            one.caller().ifPresent(caller -> {
                joined.forEach(id -> callers.add(new CaseCaller(id, caller)));
                if (desk.files.containsKey(own)) {
                    callers.add(new CaseCaller(own, caller));
                }
                UUID master = desk.masters.get(own);
                if (master != null) {
                    callers.add(new CaseCaller(master, caller));
                }
            });
        }
        return callers;
    }

    // ------------------------------------------------------------ decide

    private List<IntakeAnswer<Accepted>> settle(Ruleset rules, Targets targets) {
        Growth growth = new Growth(rooms.feedContracts());
        Dispatching dispatching = new Dispatching(rules, targets, desk.owed);
        Receiving receiving = new Receiving(desk, dispatching, growth, prospects.policies());
        Repeats repeats = new Repeats(group, prospects, comparing, verdicts, desk);
        List<IntakeAnswer<Accepted>> settled = new ArrayList<>();
        for (Submission one : group) {
            settled.add(taken.contains(one) ? settle(one, receiving, repeats) : switchedOff(one));
        }
        growth.tellUnits(desk.files, dispatching, desk.pacedUpdates);
        desk.owed.deliveries.addAll(growth.answers(desk.files, desk.owed.told(), arrivedAt()));
        trace(desk.owed.deliveries);
        trace(desk.pacedUpdates);
        return settled;
    }

    /** What a report causes belongs to the trace of its request. */
    private void trace(List<NewDelivery> deliveries) {
        Map<UUID, String> traces = new HashMap<>();
        for (Submission one : taken) {
            String traceparent = one.arrival().traceparent();
            if (traceparent != null) {
                traces.putIfAbsent(desk.caseOf(one), traceparent);
            }
        }
        if (!traces.isEmpty()) {
            deliveries.replaceAll(one -> one.within(traces.get(one.caseId())));
        }
    }

    private IntakeAnswer<Accepted> settle(Submission one, Receiving receiving, Repeats repeats) {
        ClientKey clientKey = one.clientKey();
        StoredAnswer told = clientKey == null ? null : desk.answers.get(clientKey);
        if (told != null) {
            return repeatAnswer(one, told);
        }
        Accepted accepted = recognise(one, receiving, repeats);
        if (clientKey != null) {
            StoredAnswer answer = new StoredAnswer(
                    clientKey, one.report().contentHash(), accepted.reportId(), accepted.caseId(), accepted.outcome());
            desk.answers.put(clientKey, answer);
            desk.newAnswers.add(answer);
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

    private Accepted recognise(Submission one, Receiving receiving, Repeats repeats) {
        KnownRecord known = desk.record(one.key());
        UUID seen = desk.history.get(one.content());
        Recognition recognition =
                Recognition.of(known, one.report().version(), one.report().contentHash(), seen != null);
        return switch (recognition) {
            case NEW -> receiving.take(one, repeats);
            case SAME ->
                Accepted.of(
                        seen != null ? seen : Objects.requireNonNull(known.reportId()),
                        known.caseId(),
                        Outcome.REPLAYED);
            case NEWER -> receiving.update(one);
            case OLDER -> receiving.keepStale(one);
        };
    }

    // ------------------------------------------------------------ write

    private Uni<Void> write(Collection<IntakeAnswer<Accepted>> settled) {
        List<KnownRecord> known = desk.touched.stream().map(desk::record).toList();
        return rooms.cases()
                .write(tx, desk.files.values())
                .chain(() -> rooms.reports().write(tx, desk.newReports, known, desk.newAnswers))
                .chain(() -> rooms.attachments().add(tx, desk.attachments))
                .chain(() -> rooms.links().add(tx, desk.links))
                .chain(() -> rooms.owing().write(tx, desk.owed, arrivedAt()))
                .chain(() -> rooms.reviews().lapse(tx, ended(), arrivedAt()))
                .chain(() -> rooms.subjects().add(tx, desk.sightings))
                .chain(() -> rooms.deliveries().addAtPace(tx, desk.pacedUpdates, rooms.updatePace(), arrivedAt()));
    }

    /** The cases that have ended here: nothing is asked about them any more. */
    private List<UUID> ended() {
        return desk.files.values().stream()
                .filter(file -> file.changed() && file.state() == CaseState.INVALID)
                .map(CaseFile::id)
                .toList();
    }

    private OffsetDateTime arrivedAt() {
        return group.get(0).arrival().receivedAt();
    }
}
