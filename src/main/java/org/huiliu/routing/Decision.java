package org.huiliu.routing;

import java.util.List;
import java.util.function.Function;
import org.huiliu.model.Basis;

/** What the published ruleset decided for a case. */
public sealed interface Decision {

    /** The rule that decided, its version and its words. */
    Basis basis();

    /** Reads the decision: exactly one of the two functions is called. */
    <T> T fold(Function<Deliver, T> deliver, Function<Review, T> review);

    /**
     * The case goes to units at once.
     *
     * @param host role of the host unit
     * @param co roles of the co-units
     */
    record Deliver(Basis basis, String host, List<String> co) implements Decision {
        @Override
        public <T> T fold(Function<Deliver, T> deliver, Function<Review, T> review) {
            return deliver.apply(this);
        }
    }

    /** A person decides first. */
    record Review(Basis basis) implements Decision {
        @Override
        public <T> T fold(Function<Deliver, T> deliver, Function<Review, T> review) {
            return review.apply(this);
        }
    }
}
