package org.huiliu.intake;

import java.util.function.Function;
import org.huiliu.platform.problem.Problem;

/** What a sender is told: taken and committed, or refused with the reason. */
public sealed interface IntakeAnswer {

    /** Reads the answer: exactly one of the two functions is called. */
    <T> T fold(Function<Accepted, T> taken, Function<Problem, T> refused);

    /** The report is committed. */
    record Taken(Accepted accepted) implements IntakeAnswer {
        @Override
        public <T> T fold(Function<Accepted, T> taken, Function<Problem, T> refused) {
            return taken.apply(accepted);
        }
    }

    /** The report is not taken; nothing of it is stored but a masked rejection. */
    record Refused(Problem problem) implements IntakeAnswer {
        @Override
        public <T> T fold(Function<Accepted, T> taken, Function<Problem, T> refused) {
            return refused.apply(problem);
        }
    }
}
