package org.huiliu.intake;

import java.util.function.Function;
import org.huiliu.platform.problem.Problem;

/**
 * What a caller of intake is told: the result, or the refusal with its reason.
 *
 * @param <R> what it gets when it is not refused
 */
public sealed interface IntakeAnswer<R> {

    /** Reads the answer: exactly one of the two functions is called. */
    <T> T fold(Function<R, T> taken, Function<Problem, T> refused);

    /** It was taken; for a report this means that it is committed. */
    record Taken<R>(R result) implements IntakeAnswer<R> {
        @Override
        public <T> T fold(Function<R, T> taken, Function<Problem, T> refused) {
            return taken.apply(result);
        }
    }

    /** It is not taken; of a report nothing is stored but a masked rejection. */
    record Refused<R>(Problem problem) implements IntakeAnswer<R> {
        @Override
        public <T> T fold(Function<R, T> taken, Function<Problem, T> refused) {
            return refused.apply(problem);
        }
    }
}
