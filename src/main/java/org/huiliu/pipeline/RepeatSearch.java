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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.huiliu.dedup.Judge;
import org.huiliu.dedup.Matter;
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
    private final RepeatPolicyBook policies;
    private final RepeatIndex index;

    RepeatSearch(RepeatPolicyBook policies, RepeatIndex index) {
        this.policies = policies;
        this.index = index;
    }

    /** Enters matters as provisional cases and finds the cases that they may belong to. */
    Uni<Prospects> register(Map<UUID, Matter> group) {
        return search(group, index::register);
    }

    /** The same for matters that are not entered, or have been before. */
    Uni<Prospects> look(Map<UUID, Matter> group) {
        return search(group, index::look);
    }

    private Uni<Prospects> search(
            Map<UUID, Matter> group, Function<List<RepeatIndex.Entry>, Uni<RepeatIndex.Lookup>> lookup) {
        return policies.published().flatMap(published -> {
            Judge judge = new Judge(published);
            Map<UUID, Matter> sought = new LinkedHashMap<>(group);
            sought.values().removeIf(matter -> !judge.looksFor(matter));
            return sought.isEmpty()
                    ? Uni.createFrom().item(new Prospects(published, judge, Set.of(), Map.of()))
                    : lookup.apply(entries(sought, published))
                            .flatMap(found -> promising(sought, published, judge, found));
        });
    }

    private static List<RepeatIndex.Entry> entries(Map<UUID, Matter> sought, RepeatPolicies published) {
        return sought.entrySet().stream()
                .map(one -> RepeatIndex.Entry.of(one.getKey(), one.getValue(), published))
                .toList();
    }

    private Uni<Prospects> promising(
            Map<UUID, Matter> sought, RepeatPolicies published, Judge judge, RepeatIndex.Lookup found) {
        Map<UUID, List<Candidate>> promising = new HashMap<>();
        sought.forEach((caseId, matter) -> {
            List<Candidate> ranked = ranked(judge, matter, found.candidates().getOrDefault(caseId, List.of()));
            if (!ranked.isEmpty()) {
                promising.put(caseId, ranked);
            }
        });
        return settled(promising, sought.keySet())
                .map(led -> new Prospects(
                        published,
                        judge,
                        found.complete() ? unsettled(promising, led) : sought.keySet(),
                        shortlists(promising, led)));
    }

    /** Those that may belong to a case of which nobody could say in time what became of it. */
    private static Set<UUID> unsettled(Map<UUID, List<Candidate>> promising, Map<UUID, UUID> led) {
        return promising.entrySet().stream()
                .filter(one -> one.getValue().stream()
                        .anyMatch(candidate -> candidate.provisional() && !led.containsKey(candidate.caseId())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static List<Candidate> ranked(Judge judge, Matter matter, List<Candidate> found) {
        Map<Candidate, Double> promise = new HashMap<>();
        found.forEach(candidate -> promise.put(candidate, judge.promise(matter, candidate)));
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
            shortlists.put(
                    caseId, distinct.values().stream().limit(Judge.SHORTLIST).toList());
        });
        return shortlists;
    }
}
