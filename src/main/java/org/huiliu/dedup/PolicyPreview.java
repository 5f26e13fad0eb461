package org.huiliu.dedup;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.huiliu.platform.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Shows what policies would have made of past reports, and what those in force would have: nothing is stored. */
public interface PolicyPreview {

    /** Rehearses reports under both. */
    Uni<Answer> rehearse(Wanted wanted);

    /**
     * What is to be rehearsed.
     *
     * @param from reports that came at or after
     * @param to reports that came before
     * @param feed only of this feed
     * @param division prefix of what the operator may see; absent for all
     * @param limit of reports
     * @param examples of reports that would fare otherwise
     */
    record Wanted(
            RepeatPolicies policies,
            OffsetDateTime from,
            OffsetDateTime to,
            @Nullable String feed,
            @Nullable String division,
            int limit,
            int examples) {}

    /** What came of it. */
    sealed interface Answer {
        <T> T fold(Function<Report, T> done, Function<Problem, T> refused);
    }

    /** It was refused. */
    record Refused(Problem problem) implements Answer {
        @Override
        public <T> T fold(Function<Report, T> done, Function<Problem, T> refused) {
            return refused.apply(problem);
        }
    }

    /**
     * What the rehearsal showed.
     *
     * @param reports how many were rehearsed
     * @param until when the last of them came
     * @param more whether others came after it that the limit left out
     * @param comparedWith version in force
     * @param now outcomes under the policies in force
     * @param then outcomes under the wanted ones
     * @param changes how many would fare otherwise, by {@code SEPARATE>ATTACHED} and the like
     */
    record Report(
            int reports,
            @Nullable OffsetDateTime until,
            boolean more,
            int comparedWith,
            Map<Rehearsal.Outcome, Integer> now,
            Map<Rehearsal.Outcome, Integer> then,
            Map<String, Integer> changes,
            List<Example> examples)
            implements Answer {
        @Override
        public <T> T fold(Function<Report, T> done, Function<Problem, T> refused) {
            return done.apply(this);
        }
    }

    /** A report that would fare otherwise. */
    record Example(
            Past report,
            Rehearsal.Outcome now,
            Rehearsal.Outcome then,
            @Nullable Past other,
            Map<String, Object> evidence) {}

    /** A report of the past. */
    record Past(UUID reportId, UUID caseId, String feed, OffsetDateTime receivedAt, String title) {}
}
