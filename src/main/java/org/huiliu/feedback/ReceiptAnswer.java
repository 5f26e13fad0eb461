package org.huiliu.feedback;

import java.util.List;
import java.util.function.Function;
import org.huiliu.platform.problem.Fault;

/** What became of a receipt. */
public sealed interface ReceiptAnswer {

    /** Reads the answer: exactly one of the functions is called. */
    <T> T fold(
            Function<Taken, T> taken,
            Function<Repeated, T> repeated,
            Function<IllegalMove, T> illegalMove,
            Function<Unknown, T> unknown,
            Function<Conflict, T> conflict,
            Function<Invalid, T> invalid);

    /** It counts. */
    record Taken(Standing standing) implements ReceiptAnswer {
        @Override
        public <T> T fold(
                Function<Taken, T> taken,
                Function<Repeated, T> repeated,
                Function<IllegalMove, T> illegalMove,
                Function<Unknown, T> unknown,
                Function<Conflict, T> conflict,
                Function<Invalid, T> invalid) {
            return taken.apply(this);
        }
    }

    /** It counted before; the answer of then. */
    record Repeated(Standing standing) implements ReceiptAnswer {
        @Override
        public <T> T fold(
                Function<Taken, T> taken,
                Function<Repeated, T> repeated,
                Function<IllegalMove, T> illegalMove,
                Function<Unknown, T> unknown,
                Function<Conflict, T> conflict,
                Function<Invalid, T> invalid) {
            return repeated.apply(this);
        }
    }

    /**
     * The tables lack the move.
     *
     * @param stands what stands in the way, for example {@code assignment RESOLVED}
     * @param allowed the legal next states
     */
    record IllegalMove(String stands, List<String> allowed) implements ReceiptAnswer {
        @Override
        public <T> T fold(
                Function<Taken, T> taken,
                Function<Repeated, T> repeated,
                Function<IllegalMove, T> illegalMove,
                Function<Unknown, T> unknown,
                Function<Conflict, T> conflict,
                Function<Invalid, T> invalid) {
            return illegalMove.apply(this);
        }
    }

    /** No such delivery of this case to this target. */
    record Unknown() implements ReceiptAnswer {
        @Override
        public <T> T fold(
                Function<Taken, T> taken,
                Function<Repeated, T> repeated,
                Function<IllegalMove, T> illegalMove,
                Function<Unknown, T> unknown,
                Function<Conflict, T> conflict,
                Function<Invalid, T> invalid) {
            return unknown.apply(this);
        }
    }

    /** The receipt's number was used for something else before. */
    record Conflict() implements ReceiptAnswer {
        @Override
        public <T> T fold(
                Function<Taken, T> taken,
                Function<Repeated, T> repeated,
                Function<IllegalMove, T> illegalMove,
                Function<Unknown, T> unknown,
                Function<Conflict, T> conflict,
                Function<Invalid, T> invalid) {
            return conflict.apply(this);
        }
    }

    /** It lacks something or has too much. */
    record Invalid(List<Fault> faults) implements ReceiptAnswer {
        @Override
        public <T> T fold(
                Function<Taken, T> taken,
                Function<Repeated, T> repeated,
                Function<IllegalMove, T> illegalMove,
                Function<Unknown, T> unknown,
                Function<Conflict, T> conflict,
                Function<Invalid, T> invalid) {
            return invalid.apply(this);
        }
    }
}
