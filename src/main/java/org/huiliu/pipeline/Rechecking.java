package org.huiliu.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.huiliu.cases.CaseEvent;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.LinkBook;
import org.huiliu.dedup.BlockKey;
import org.huiliu.dedup.Evidence;
import org.huiliu.dedup.Matter;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.model.Mark;
import org.huiliu.partners.Targets;
import org.huiliu.platform.tx.Tx;
import org.huiliu.reviews.ReviewBook;
import org.huiliu.routing.Ruleset;

/** One transaction of the recheck: cases that were opened unchecked, what they turn out to be, and what follows. */
final class Rechecking {
    private static final String HUB = "hub";
    private static final Comparator<CaseFile> AGE =
            Comparator.comparing((CaseFile file) -> file.now().openedAt()).thenComparing(CaseFile::id);
    /** An emergency that nobody could be given for so long is not held back from being settled by that any more. */
    private static final Duration PATIENCE = Duration.ofHours(2);

    private final Map<UUID, CaseFile> unchecked;
    private final FirstMatters firsts;
    private final Function<String, byte[]> blind;
    private final OffsetDateTime at;
    private final Map<UUID, Matter> matters = new LinkedHashMap<>();
    private final Map<UUID, Verdict> verdicts = new HashMap<>();
    private final Map<UUID, CaseFile> files = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<UUID, UUID> merged = new HashMap<>();
    private final Owed owed = new Owed();
    private final List<LinkBook.Link> links = new ArrayList<>();

    Rechecking(Map<UUID, CaseFile> unchecked, FirstMatters firsts, Function<String, byte[]> blind, OffsetDateTime at) {
        this.firsts = firsts;
        this.unchecked = new HashMap<>(unchecked);
        this.blind = blind;
        this.at = at;
        unchecked.values().stream().filter(Comparing::takesIn).forEach(file -> matters.put(file.id(), firsts.of(file)));
    }

    /** What the open ones tell. */
    Map<UUID, Matter> matters() {
        return matters;
    }

    /** Compares each with what the index finds for it now; one for which it does not know everything waits on. */
    Uni<Void> compare(Tx tx, Comparing.Rooms rooms, Prospects prospects) {
        matters.keySet().removeAll(prospects.doubtful());
        unchecked.keySet().removeAll(prospects.doubtful());
        Comparing comparing = new Comparing(prospects.judge(), firsts);
        List<Comparing.Subject> subjects = matters.entrySet().stream()
                .map(one -> subject(one.getKey(), one.getValue(), prospects))
                .toList();
        return comparing
                .read(tx, rooms, subjects)
                .invoke(() -> subjects.forEach(subject ->
                        comparing.verdict(subject).ifPresent(verdict -> verdicts.put(subject.caseId(), verdict))));
    }

    private Comparing.Subject subject(UUID caseId, Matter matter, Prospects prospects) {
        Optional<String> caller = Optional.ofNullable(unchecked.get(caseId))
                .flatMap(file -> file.now().content().callerPhone())
                .map(blind)
                .map(HexFormat.of()::formatHex);
        return new Comparing.Subject(
                caseId, matter, caller, prospects.shortlists().getOrDefault(caseId, List.of()));
    }

    /** All cases that this transaction may write. */
    Set<UUID> involved() {
        Set<UUID> involved = new HashSet<>();
        involved.addAll(unchecked.keySet());
        verdicts.values().forEach(verdict -> involved.add(verdict.caseId()));
        return involved;
    }

    void onLocked(Map<UUID, CaseFile> locked) {
        files.putAll(locked);
    }

    /** Settles the cases one after the other, the oldest first. */
    Uni<Void> decide(Tx tx, Merging merging, Ruleset rules, Targets targets) {
        Dispatching dispatching = new Dispatching(rules, targets, owed);
        Uni<Void> all = Uni.createFrom().voidItem();
        List<CaseFile> oldestFirst = files.values().stream()
                .filter(file -> unchecked.containsKey(file.id()))
                .sorted(AGE)
                .toList();
        for (CaseFile file : oldestFirst) {
            all = all.chain(() -> decide(tx, merging, dispatching, file));
        }
        return all;
    }

    private Uni<Void> decide(Tx tx, Merging merging, Dispatching dispatching, CaseFile file) {
        Verdict verdict = verdicts.get(file.id());
        CaseFile other = verdict == null ? null : files.get(verdict.caseId());
        if (!Comparing.takesIn(file) || verdict == null || other == null) {
            return checked(file, "separate");
        }
        if (verdict.onceForwarded() && file.now().openedAt().plus(PATIENCE).isAfter(at)) {
            return Uni.createFrom().voidItem();
        }
        return verdict.judgement()
                .fold(
                        attach -> join(tx, merging, dispatching, file, other, attach.evidence()),
                        ask -> ask(file, other, ask.evidence()),
                        recurs -> recur(file, other, recurs.evidence()),
                        separate -> checked(file, "separate"));
    }

    private Uni<Void> join(
            Tx tx, Merging merging, Dispatching dispatching, CaseFile file, CaseFile other, Evidence evidence) {
        CaseFile master = AGE.compare(file, other) < 0 ? file : other;
        CaseFile from = master == file ? other : file;
        if (!Comparing.takesIn(other)) {
            // the other one was joined to a third in this very round: the next round finds that one
            return Uni.createFrom().voidItem();
        }
        if (Merging.refusal(from, master) != null) {
            return ask(file, other, evidence);
        }
        // one that took another in is looked at again: it may itself belong to a third
        Uni<Void> told =
                from == file ? checked(file, "merged") : Uni.createFrom().voidItem();
        return told.chain(() -> merging.merge(
                        tx,
                        dispatching,
                        from,
                        master,
                        new Merging.Why(evidence.layer().name(), evidence.asMap(), HUB),
                        at))
                .invoke(() -> merged.put(from.id(), master.id()));
    }

    private Uni<Void> ask(CaseFile file, CaseFile other, Evidence evidence) {
        owed.reviews.add(ReviewBook.NewReview.suspected(file.id(), other.id(), evidence.asMap(), at));
        return checked(file, "asked");
    }

    private Uni<Void> recur(CaseFile file, CaseFile other, Evidence evidence) {
        links.add(new LinkBook.Link(file.id(), other.id(), LinkBook.Kind.RECURRENCE, evidence.asMap(), HUB, at));
        return checked(file, "recurrence");
    }

    private Uni<Void> checked(CaseFile file, String outcome) {
        file.step(at);
        file.unmark(Mark.UNCHECKED);
        file.note(CaseEvent.Kind.RECHECKED, HUB, Map.of("outcome", outcome));
        counts.merge(outcome, 1, Integer::sum);
        return Uni.createFrom().voidItem();
    }

    Collection<CaseFile> files() {
        return files.values();
    }

    Owed owed() {
        return owed;
    }

    List<LinkBook.Link> links() {
        return links;
    }

    boolean owes() {
        return owed.sends();
    }

    int size() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    void count(MeterRegistry meters) {
        counts.forEach((outcome, n) ->
                meters.counter("huiliu.dedup.rechecked", "outcome", outcome).increment(n));
    }

    /** What the index is told: a merged case is found through its master, which its callers now lead to. */
    RepeatIndex.Settlement settlement() {
        Map<UUID, List<BlockKey>> further = new HashMap<>();
        merged.forEach((from, master) -> {
            Matter matter = matters.get(from);
            if (matter != null) {
                further.put(
                        master,
                        matter.keys().stream()
                                .filter(key -> key.kind() == BlockKey.Kind.CALLER)
                                .toList());
            }
        });
        return new RepeatIndex.Settlement(Set.of(), merged, Set.of(), further);
    }
}
