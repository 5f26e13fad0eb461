package org.huiliu.dedup;

import java.util.function.Function;
import org.huiliu.platform.problem.Problem;

/** What came of an edit of the policies. */
public sealed interface PolicyEdit {

    /** It is written, and its audit with it. */
    record Saved(PolicyVersion version, boolean created) implements PolicyEdit {
        @Override
        public <T> T fold(Function<Saved, T> saved, Function<Problem, T> refused) {
            return saved.apply(this);
        }
    }

    /** Nothing is written. */
    record Refused(Problem problem) implements PolicyEdit {
        @Override
        public <T> T fold(Function<Saved, T> saved, Function<Problem, T> refused) {
            return refused.apply(problem);
        }
    }

    /** One answer for each outcome. */
    <T> T fold(Function<Saved, T> saved, Function<Problem, T> refused);
}
