package org.huiliu.cases;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.function.Function;
import org.huiliu.model.CaseState;
import org.huiliu.platform.problem.Problem;

/** What came of an operator's order. */
public sealed interface OrderAnswer {

    /** It is done. */
    record Done(Standing standing) implements OrderAnswer {
        @Override
        public <T> T fold(Function<Standing, T> done, Function<Problem, T> refused) {
            return done.apply(standing);
        }
    }

    /** Nothing is done. */
    record Refused(Problem problem) implements OrderAnswer {
        @Override
        public <T> T fold(Function<Standing, T> done, Function<Problem, T> refused) {
            return refused.apply(problem);
        }
    }

    /** One answer for each outcome. */
    <T> T fold(Function<Standing, T> done, Function<Problem, T> refused);

    /**
     * How the cases stand now.
     *
     * @param action MERGE, SPLIT, DETACH
     * @param other the other case that it concerned: the one it is handled with, was handled with, or the new one
     */
    @RegisterForReflection
    record Standing(
            String action,
            UUID caseId,
            CaseState state,
            int revision,
            int reportCount,
            int callerCount,
            Other other,
            OffsetDateTime at) {

        /** The standing after an action. */
        public static Standing of(CaseAction action, CaseFile file, CaseFile other, OffsetDateTime at) {
            return new Standing(
                    action.word(),
                    file.id(),
                    file.state(),
                    file.now().revision(),
                    file.now().reportCount(),
                    file.now().callerCount(),
                    new Other(
                            other.id(),
                            other.state(),
                            other.now().revision(),
                            other.now().reportCount(),
                            other.now().callerCount()),
                    at);
        }
    }

    /** How the other case stands. */
    @RegisterForReflection
    record Other(UUID caseId, CaseState state, int revision, int reportCount, int callerCount) {}
}
