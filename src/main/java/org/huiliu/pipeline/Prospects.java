package org.huiliu.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huiliu.dedup.Judge;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.dedup.RepeatPolicies;

/**
 * What the index found for a group, before its transaction.
 *
 * @param doubtful case ids of submissions for which the index did not know everything: they are looked at again later
 * @param shortlists by the case id that a submission would open: cases that it may belong to, most promising first. One
 *     that is opened in this very group is named by the id that its submission would open
 */
record Prospects(
        RepeatPolicies policies, Judge judge, Set<UUID> doubtful, Map<UUID, List<RepeatIndex.Candidate>> shortlists) {

    /** Whether repeats of this report are looked for: one under no policy, or that its source has withdrawn, stays alone. */
    boolean looksFor(Submission one) {
        return !one.report().content().withdrawn() && judge.looksFor(one.matter());
    }

    /** The index entry of a case that this report leads. */
    RepeatIndex.Entry entry(UUID caseId, Submission first) {
        return RepeatIndex.Entry.of(caseId, first.matter(), policies);
    }

    /** Whether a case that this report opens must be looked at again. */
    boolean doubts(Submission one) {
        return doubtful.contains(one.caseId());
    }

    List<RepeatIndex.Candidate> of(Submission one) {
        return shortlists.getOrDefault(one.caseId(), List.of());
    }
}
