package org.huiliu.reviews;

import java.util.function.Function;
import org.huiliu.platform.problem.Problem;

/** What came of a decision. */
public sealed interface DecisionAnswer {

    /** It is carried out. */
    record Done(Review review) implements DecisionAnswer {
        @Override
        public <T> T fold(Function<Review, T> done, Function<Problem, T> refused) {
            return done.apply(review);
        }
    }

    /** Nothing is done. */
    record Refused(Problem problem) implements DecisionAnswer {
        @Override
        public <T> T fold(Function<Review, T> done, Function<Problem, T> refused) {
            return refused.apply(problem);
        }
    }

    /** One answer for each outcome. */
    <T> T fold(Function<Review, T> done, Function<Problem, T> refused);
}
