package org.huiliu.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.huiliu.cases.CaseFile;

/** What the reports of a group are to the cases that were there before, and to those that the group itself opens. */
final class Repeats {
    private final Map<UUID, Submission> submitted = new HashMap<>();
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
        Stream<Verdict> inside = prospects.of(one).stream()
                .map(candidate -> submitted.get(candidate.caseId()))
                .filter(Objects::nonNull)
                .map(earlier -> desk.caseOf(earlier))
                .distinct()
                .map(caseId -> inside(one, caseId))
                .flatMap(Optional::stream);
        return Stream.concat(outside, inside).min(Verdict.FIRMEST);
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
