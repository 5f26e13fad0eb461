package org.huiliu.dedup;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huiliu.dedup.RepeatIndex.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * What policies would make of reports that come one after the other: the way of the live path, with an index in memory,
 * every case open and forwarded. Not thread-safe.
 */
public final class Rehearsal {
    /** As many of the newest as the live index offers, and as many of these as the live path compares. */
    private static final int OFFERED = 32;

    private static final int COMPARED = 5;

    private final RepeatPolicies policies;
    private final Judge judge;
    private final Map<BlockKey, List<Opened>> index = new HashMap<>();

    /** What would become of a report. */
    public enum Outcome {
        /** It would be attached. */
        ATTACHED,
        /** It would have its own case, and an operator would be asked. */
        ASKED,
        /** It would have its own case, linked to one that is over. */
        RECURRED,
        /** It would have its own case. */
        SEPARATE
    }

    /**
     * A report's outcome.
     *
     * @param other the report that opened the case which it would be attached or compared to
     */
    public record Step(
            Outcome outcome, @Nullable UUID other, @Nullable Evidence evidence) {}

    /** A case that a report opened, with the numbers that have called about it; told apart by identity. */
    private record Opened(UUID report, Matter first, byte[] sketch, Set<BlockKey> callers) {}

    private record Compared(Opened opened, Step step) {}

    public Rehearsal(RepeatPolicies policies) {
        this.policies = policies;
        this.judge = new Judge(policies);
    }

    /** The next report in the order of time. */
    public Step next(UUID report, Matter matter) {
        if (!judge.looksFor(matter)) {
            return new Step(Outcome.SEPARATE, null, null);
        }
        Compared firmest = candidates(matter).stream()
                .map(opened -> compare(matter, opened))
                .min(Comparator.comparing((Compared one) -> one.step.outcome).thenComparing(Rehearsal::unlike))
                .orElse(null);
        if (firmest != null && firmest.step.outcome == Outcome.ATTACHED) {
            callers(matter).forEach(key -> {
                if (firmest.opened.callers.add(key)) {
                    enter(key, firmest.opened);
                }
            });
            return firmest.step;
        }
        Opened opened = new Opened(report, matter, matter.sketch(), new HashSet<>(callers(matter)));
        matter.keys().forEach(key -> enter(key, opened));
        return firmest == null ? new Step(Outcome.SEPARATE, null, null) : firmest.step;
    }

    private List<Opened> candidates(Matter matter) {
        Map<Opened, EnumSet<BlockKey.Kind>> hits = new IdentityHashMap<>();
        OffsetDateTime oldest = matter.at().minus(matter.memory(policies));
        Set<BlockKey> asked = new HashSet<>(matter.lookups());
        asked.addAll(matter.keys());
        for (BlockKey key : asked) {
            for (Opened opened : index.getOrDefault(key, List.of())) {
                if (!opened.first.at().isBefore(oldest)) {
                    hits.computeIfAbsent(opened, none -> EnumSet.noneOf(BlockKey.Kind.class))
                            .add(key.kind());
                }
            }
        }
        Map<Opened, Double> promise = new IdentityHashMap<>();
        hits.forEach((opened, kinds) ->
                promise.put(opened, judge.promise(matter, new Candidate(opened.report, false, opened.sketch, kinds))));
        return hits.keySet().stream()
                .sorted(Comparator.comparing((Opened one) -> one.first.at()).reversed())
                .limit(OFFERED)
                .filter(one -> promise.getOrDefault(one, 0.0) > 0)
                .sorted(Comparator.comparing((Opened one) -> promise.getOrDefault(one, 0.0))
                        .reversed())
                .limit(COMPARED)
                .toList();
    }

    private Compared compare(Matter matter, Opened opened) {
        boolean sameCaller = callers(matter).stream().anyMatch(opened.callers::contains);
        Step step = judge.judge(matter, new Rival(opened.first, sameCaller, false, true))
                .fold(
                        attach -> new Step(Outcome.ATTACHED, opened.report, attach.evidence()),
                        ask -> new Step(Outcome.ASKED, opened.report, ask.evidence()),
                        recurs -> new Step(Outcome.RECURRED, opened.report, recurs.evidence()),
                        separate -> new Step(Outcome.SEPARATE, null, null));
        return new Compared(opened, step);
    }

    private void enter(BlockKey key, Opened opened) {
        index.computeIfAbsent(key, none -> new ArrayList<>()).add(opened);
    }

    private static double unlike(Compared one) {
        return one.step.evidence == null ? 1 : 1 - one.step.evidence.score();
    }

    private static List<BlockKey> callers(Matter matter) {
        return matter.keys().stream()
                .filter(key -> key.kind() == BlockKey.Kind.CALLER)
                .toList();
    }
}
