package org.huiliu.routing;

import java.util.function.Function;
import org.huiliu.platform.problem.Problem;

/** What came of an edit of the rules. */
public sealed interface RulesetEdit {

    /** One answer for each outcome. */
    <T> T fold(Function<Saved, T> saved, Function<Problem, T> refused);

    /** It is written, and its audit with it. */
    record Saved(RulesetVersion version, boolean created) implements RulesetEdit {
        @Override
        public <T> T fold(Function<Saved, T> saved, Function<Problem, T> refused) {
            return saved.apply(this);
        }
    }

    /** Nothing is written. */
    record Refused(Problem problem) implements RulesetEdit {
        @Override
        public <T> T fold(Function<Saved, T> saved, Function<Problem, T> refused) {
            return refused.apply(problem);
        }
    }
}
