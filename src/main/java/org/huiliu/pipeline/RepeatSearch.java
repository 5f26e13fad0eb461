package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huiliu.dedup.Judge;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.dedup.RepeatIndex.Candidate;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.dedup.RepeatPolicyBook;

/**
 * Asks the index which cases a group's reports may belong to. It enters them in the same step, so that of two halves of
 * a pair, on whichever pods, one always sees the other.
 */
@ApplicationScoped
class RepeatSearch {
    /** Candidates whose exact texts are compared; more would be read for reports that resemble everything. */
    private static final int SHORTLIST = 5;

    private final RepeatPolicyBook policies;
    private final RepeatIndex index;

    RepeatSearch(RepeatPolicyBook policies, RepeatIndex index) {
        this.policies = policies;
        this.index = index;
    }

    /** Enters the group's reports as provisional cases and finds those that they may belong to. */
    Uni<Prospects> register(List<Submission> group) {
        return policies.published().flatMap(published -> {
            Map<UUID, Submission> asked = asked(group, published);
            return asked.isEmpty()
                    ? Uni.createFrom().item(new Prospects(published, new Judge(published), true, Map.of()))
                    : index.register(entries(asked, published)).flatMap(found -> promising(asked, published, found));
        });
    }

    /** The same for one report, which is not entered. */
    Uni<Prospects> look(Submission one) {
        return policies.published().flatMap(published -> {
            Map<UUID, Submission> asked = asked(List.of(one), published);
            return index.look(entries(asked, published)).flatMap(found -> promising(asked, published, found));
        });
    }

    private static Map<UUID, Submission> asked(List<Submission> group, RepeatPolicies published) {
        Prospects unknown = new Prospects(published, new Judge(published), false, Map.of());
        return group.stream()
                .filter(unknown::looksFor)
                .collect(Collectors.toMap(Submission::caseId, one -> one, (one, same) -> one, LinkedHashMap::new));
    }

    private static List<RepeatIndex.Entry> entries(Map<UUID, Submission> asked, RepeatPolicies published) {
        return asked.values().stream()
                .map(one -> RepeatIndex.Entry.of(one.caseId(), one.matter(), published))
                .toList();
    }

    private Uni<Prospects> promising(Map<UUID, Submission> asked, RepeatPolicies published, RepeatIndex.Lookup found) {
        Judge judge = new Judge(published);
        Map<UUID, List<Candidate>> promising = new HashMap<>();
        asked.forEach((caseId, one) -> {
            List<Candidate> ranked = ranked(judge, one, found.candidates().getOrDefault(caseId, List.of()));
            if (!ranked.isEmpty()) {
                promising.put(caseId, ranked);
            }
        });
        return settled(promising, asked.keySet())
                .map(led -> new Prospects(published, judge, found.complete(), shortlists(promising, led)));
    }

    private static List<Candidate> ranked(Judge judge, Submission one, List<Candidate> found) {
        Map<Candidate, Double> promise = new HashMap<>();
        found.forEach(candidate -> promise.put(candidate, judge.promise(one.matter(), candidate)));
        return found.stream()
                .filter(candidate -> promise.getOrDefault(candidate, 0.0) > 0)
                .sorted(Comparator.comparing((Candidate candidate) -> promise.getOrDefault(candidate, 0.0))
                        .reversed())
                .toList();
    }

    /** Where the provisional candidates of other groups led; those of this group are settled in its own transaction. */
    private Uni<Map<UUID, UUID>> settled(Map<UUID, List<Candidate>> promising, Set<UUID> own) {
        Set<UUID> others = promising.values().stream()
                .flatMap(List::stream)
                .filter(Candidate::provisional)
                .map(Candidate::caseId)
                .filter(id -> !own.contains(id))
                .collect(Collectors.toSet());
        Map<UUID, UUID> led = new HashMap<>();
        own.forEach(id -> led.put(id, id));
        return others.isEmpty()
                ? Uni.createFrom().item(led)
                : index.settled(others).invoke(led::putAll).replaceWith(led);
    }

    private static Map<UUID, List<Candidate>> shortlists(Map<UUID, List<Candidate>> promising, Map<UUID, UUID> led) {
        Map<UUID, List<Candidate>> shortlists = new HashMap<>();
        promising.forEach((caseId, ranked) -> {
            // many that joined one case are one candidate, the first and most promising of them stands for it
            Map<UUID, Candidate> distinct = new LinkedHashMap<>();
            for (Candidate candidate : ranked) {
                UUID to = candidate.provisional() ? led.get(candidate.caseId()) : candidate.caseId();
                if (to != null && !to.equals(caseId)) {
                    distinct.putIfAbsent(
                            to, new Candidate(to, candidate.provisional(), candidate.sketch(), candidate.hits()));
                }
            }
            shortlists.put(caseId, distinct.values().stream().limit(SHORTLIST).toList());
        });
        return shortlists;
    }
}
