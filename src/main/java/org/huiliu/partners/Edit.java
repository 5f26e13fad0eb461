package org.huiliu.partners;

import java.util.function.Function;
import org.huiliu.platform.problem.Problem;

/**
 * What came of an edit.
 *
 * @param <T> what was edited
 */
public sealed interface Edit<T> {

    /** Reads the outcome: exactly one of the two functions is called. */
    <R> R fold(Function<Saved<T>, R> saved, Function<Problem, R> refused);

    /** It is written, and its audit row with it. */
    record Saved<T>(Entry<T> entry, boolean created) implements Edit<T> {
        @Override
        public <R> R fold(Function<Saved<T>, R> saved, Function<Problem, R> refused) {
            return saved.apply(this);
        }
    }

    /** Nothing is written. */
    record Refused<T>(Problem problem) implements Edit<T> {
        @Override
        public <R> R fold(Function<Saved<T>, R> saved, Function<Problem, R> refused) {
            return refused.apply(problem);
        }
    }
}
