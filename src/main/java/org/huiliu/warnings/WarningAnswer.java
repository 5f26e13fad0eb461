package org.huiliu.warnings;

import java.util.function.Function;
import org.huiliu.platform.problem.Problem;

/**
 * What came of something that a person wanted done.
 *
 * @param <T> what it was done to
 */
public sealed interface WarningAnswer<T> {

    /** Reads the answer: exactly one of the two functions is called. */
    <R> R fold(Function<T, R> done, Function<Problem, R> refused);

    /** It is done, and its audit row written. */
    record Done<T>(T value) implements WarningAnswer<T> {
        @Override
        public <R> R fold(Function<T, R> done, Function<Problem, R> refused) {
            return done.apply(value);
        }
    }

    /** Nothing is changed. */
    record Refused<T>(Problem problem) implements WarningAnswer<T> {
        @Override
        public <R> R fold(Function<T, R> done, Function<Problem, R> refused) {
            return refused.apply(problem);
        }
    }
}
