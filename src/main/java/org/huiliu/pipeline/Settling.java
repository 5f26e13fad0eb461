package org.huiliu.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huiliu.dedup.BlockKey;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.intake.Accepted;
import org.huiliu.intake.IntakeAnswer;

/**
 * What the index is told once a group is committed.
 *
 * @param answers in the order of the group
 * @param accepted the group as it was committed
 */
record Settling(
        List<Submission> group, Prospects prospects, List<IntakeAnswer<Accepted>> answers, AcceptGroup accepted) {

    /** That nothing of a group came to be. */
    static RepeatIndex.Settlement withdrawn(List<Submission> group, Prospects prospects) {
        return new RepeatIndex.Settlement(
                Set.of(),
                Map.of(),
                group.stream()
                        .filter(prospects::looksFor)
                        .map(Submission::caseId)
                        .collect(Collectors.toSet()),
                Map.of());
    }

    /** What was opened is kept for the next comparisons. */
    void remember() {
        accepted.remember();
    }

    /** What became of every report that was entered. */
    RepeatIndex.Settlement settlement() {
        Set<UUID> committed = new HashSet<>();
        Map<UUID, UUID> joined = new HashMap<>();
        Set<UUID> withdrawn = new HashSet<>();
        Map<UUID, List<BlockKey>> further = new HashMap<>();
        for (int i = 0; i < group.size(); i++) {
            Submission one = group.get(i);
            if (!prospects.looksFor(one)) {
                continue;
            }
            Optional<UUID> landed =
                    answers.get(i).fold(taken -> Optional.of(taken.caseId()), refused -> Optional.empty());
            if (landed.isEmpty()) {
                withdrawn.add(one.caseId());
            } else if (landed.get().equals(one.caseId())) {
                committed.add(one.caseId());
            } else {
                joined.put(one.caseId(), landed.get());
                further.computeIfAbsent(landed.get(), none -> new ArrayList<>()).addAll(callerKeys(one));
            }
        }
        return new RepeatIndex.Settlement(committed, joined, withdrawn, further);
    }

    /** The entries of cases whose first report now says something else. */
    List<RepeatIndex.Entry> renewed() {
        List<RepeatIndex.Entry> renewed = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            Submission one = group.get(i);
            if (accepted.leading().contains(one) && prospects.looksFor(one)) {
                answers.get(i)
                        .fold(Optional::of, refused -> Optional.<Accepted>empty())
                        .ifPresent(taken -> renewed.add(prospects.entry(taken.caseId(), one)));
            }
        }
        return renewed;
    }

    private static List<BlockKey> callerKeys(Submission one) {
        return one.matter().keys().stream()
                .filter(key -> key.kind() == BlockKey.Kind.CALLER)
                .toList();
    }
}
