package org.huiliu.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.huiliu.cases.CaseFile;
import org.huiliu.dedup.BlockKey;

/** What the reports of a group are to the cases that were there before, and to those that the group itself opens. */
final class Repeats {
    /** Cases of the group itself that one report is compared with. */
    private static final int MOST_INSIDE = 10;

    private final Map<UUID, Submission> submitted = new LinkedHashMap<>();
    private final Prospects prospects;
    private final Comparing comparing;
    private final Map<Submission, Verdict> verdicts;
    private final AcceptDesk desk;

    /** Works with the verdicts on cases that were there before the group. */
    Repeats(
            List<Submission> group,
            Prospects prospects,
            Comparing comparing,
            Map<Submission, Verdict> verdicts,
            AcceptDesk desk) {
        this.prospects = prospects;
        this.comparing = comparing;
        this.verdicts = verdicts;
        this.desk = desk;
        group.forEach(one -> submitted.put(one.caseId(), one));
    }

    /** Whether a case that this report opens must be looked at again, since the index did not know everything. */
    boolean unchecked(Submission one) {
        return prospects.doubts(one);
    }

    /** Of all cases that it may belong to, those that this group has just opened included, the one that fits best. */
    Optional<Verdict> firmest(Submission one) {
        if (!prospects.looksFor(one)) {
            return Optional.empty();
        }
        Stream<Verdict> outside = Stream.ofNullable(verdicts.get(one));
        Stream<Verdict> inside = Stream.concat(found(one), alike(one))
                // of a feed that is off nothing was claimed
                .filter(earlier -> desk.records.containsKey(earlier.key()))
                .map(desk::caseOf)
                .distinct()
                .limit(MOST_INSIDE)
                .map(caseId -> inside(one, caseId))
                .flatMap(Optional::stream);
        return Stream.concat(outside, inside).min(Verdict.FIRMEST);
    }

    private Stream<Submission> found(Submission one) {
        return prospects.of(one).stream()
                .map(candidate -> submitted.get(candidate.caseId()))
                .filter(Objects::nonNull);
    }

    /**
     * Earlier reports of the group with a key in common, where the index could not be asked: what arrived together needs
     * no Redis to be seen together.
     */
    private Stream<Submission> alike(Submission one) {
        if (!prospects.doubts(one)) {
            return Stream.empty();
        }
        Set<BlockKey> keys = Set.copyOf(one.matter().lookups());
        return submitted.values().stream()
                .takeWhile(earlier -> !earlier.equals(one))
                .filter(earlier -> earlier.matter().keys().stream().anyMatch(keys::contains));
    }

    private Optional<Verdict> inside(Submission one, UUID caseId) {
        CaseFile file = desk.files.get(caseId);
        if (file == null || !Comparing.takesIn(file)) {
            return Optional.empty();
        }
        Submission first = desk.openedHere.get(caseId);
        boolean sameCaller = desk.heard(one, caseId);
        return first == null
                ? comparing.verdict(one.against(prospects), file, sameCaller)
                : Optional.of(comparing.against(one.against(prospects), caseId, first.matter(), sameCaller));
    }
}
