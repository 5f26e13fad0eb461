package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huiliu.cases.CaseCaller;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.LinkBook;
import org.huiliu.dedup.Judge;
import org.huiliu.dedup.Judgement;
import org.huiliu.dedup.Matter;
import org.huiliu.dedup.RepeatIndex.Candidate;
import org.huiliu.dedup.Rival;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.model.CaseState;
import org.huiliu.platform.tx.Tx;

/**
 * Compares reports with the cases that they may belong to, on what PostgreSQL says of these inside the transaction: the
 * index only says where to look. Always with what a case's first report says, never with its other members.
 */
final class Comparing {
    private static final Set<CaseState> CLOSED = EnumSet.of(CaseState.RESOLVED, CaseState.CALLBACK, CaseState.ARCHIVED);
    /** What was no matter at all has no repeats. */
    private static final Set<CaseState> VOID = EnumSet.of(CaseState.INVALID, CaseState.REJECTED, CaseState.MERGED);

    private final Judge judge;
    private final FirstMatters firsts;
    private final Map<UUID, CaseFile> cases = new HashMap<>();
    private final Map<UUID, UUID> masters = new HashMap<>();
    private final Map<UUID, Set<UUID>> separated = new HashMap<>();
    private final Set<CaseCaller> heard = new HashSet<>();
    private final Set<UUID> forwarded = new HashSet<>();

    /** The rooms that comparing reads. */
    record Rooms(CaseLedger cases, LinkBook links, DeliveryQueue deliveries) {}

    /** What is compared: a report, or the case that it has opened meanwhile. */
    record Subject(UUID caseId, Matter matter, Optional<String> caller, List<Candidate> shortlist) {}

    Comparing(Judge judge, FirstMatters firsts) {
        this.judge = judge;
        this.firsts = firsts;
    }

    /** Reads all that the subjects may belong to: four statements however many there are, none when there are none. */
    Uni<Void> read(Tx tx, Rooms rooms, Collection<Subject> subjects) {
        Set<UUID> wanted = new HashSet<>();
        subjects.forEach(one -> one.shortlist().forEach(candidate -> wanted.add(candidate.caseId())));
        if (wanted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return rooms.links()
                .masters(tx, wanted)
                .invoke(masters::putAll)
                .invoke(led -> wanted.addAll(led.values()))
                .chain(() -> rooms.cases().read(tx, wanted))
                .invoke(cases::putAll)
                .chain(() -> rooms.cases().heard(tx, callers(subjects)))
                .invoke(heard::addAll)
                .chain(() -> rooms.deliveries().forwarded(tx, cases.keySet()))
                .invoke(forwarded::addAll)
                .replaceWithVoid();
    }

    /** Reads what people have kept apart; only cases that exist already can be, a report on its way in cannot. */
    Uni<Void> readApart(Tx tx, Rooms rooms, Collection<Subject> subjects) {
        return rooms.links()
                .separated(tx, subjects.stream().map(Subject::caseId).toList())
                .invoke(separated::putAll)
                .replaceWithVoid();
    }

    private List<CaseCaller> callers(Collection<Subject> subjects) {
        List<CaseCaller> callers = new ArrayList<>();
        for (Subject one : subjects) {
            one.caller().ifPresent(caller -> one.shortlist()
                    .forEach(candidate -> callers.add(new CaseCaller(standsFor(candidate.caseId()), caller))));
        }
        return callers;
    }

    /** A case that is merged is compared, and joined, through the one that it is handled with. */
    private UUID standsFor(UUID caseId) {
        return masters.getOrDefault(caseId, caseId);
    }

    /** What the reports are to the cases as read; only of cases that are in the database. */
    Optional<Verdict> verdict(Subject subject) {
        return subject.shortlist().stream()
                .map(candidate -> standsFor(candidate.caseId()))
                .distinct()
                .map(cases::get)
                .filter(Objects::nonNull)
                .map(file -> against(subject, file, heard(file.id(), subject), forwarded.contains(file.id())))
                .flatMap(Optional::stream)
                .min(Verdict.FIRMEST);
    }

    /** What a report is to a case as locked. */
    Optional<Verdict> verdict(Subject subject, CaseFile locked, boolean sameCaller) {
        return against(subject, locked, sameCaller, forwarded.contains(locked.id()));
    }

    private boolean heard(UUID caseId, Subject subject) {
        return subject.caller()
                .map(caller -> heard.contains(new CaseCaller(caseId, caller)))
                .orElse(false);
    }

    private Optional<Verdict> against(Subject subject, CaseFile file, boolean sameCaller, boolean isForwarded) {
        if (VOID.contains(file.state())
                || file.id().equals(subject.caseId())
                || separated.getOrDefault(subject.caseId(), Set.of()).contains(file.id())) {
            return Optional.empty();
        }
        return Optional.of(
                against(subject, firsts.of(file), sameCaller, CLOSED.contains(file.state()), isForwarded, file.id()));
    }

    /** What a report is to a case that this very group has opened: not forwarded yet, of course. */
    Verdict against(Subject subject, UUID caseId, Matter first, boolean sameCaller) {
        return against(subject, first, sameCaller, false, false, caseId);
    }

    private Verdict against(
            Subject subject, Matter first, boolean sameCaller, boolean closed, boolean isForwarded, UUID caseId) {
        Judgement now = judge.judge(subject.matter(), new Rival(first, sameCaller, closed, isForwarded));
        Verdict verdict = new Verdict(caseId, now, false);
        // only a doubt may be one about an emergency under way
        boolean doubted = now.fold(attach -> false, ask -> true, recurs -> false, separate -> false);
        if (isForwarded || !doubted) {
            return verdict;
        }
        Judgement later = judge.judge(subject.matter(), new Rival(first, sameCaller, closed, true));
        return new Verdict(caseId, now, new Verdict(caseId, later, false).attaches());
    }

    /** Whether a case may take a report in now; what was read may have moved before it was locked. */
    static boolean takesIn(CaseFile file) {
        return !VOID.contains(file.state()) && !CLOSED.contains(file.state());
    }
}
