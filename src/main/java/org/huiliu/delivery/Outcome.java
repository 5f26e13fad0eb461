package org.huiliu.delivery;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/** What became of one attempt. No reason carries personal data: the receiver's free text is not kept. */
public sealed interface Outcome {

    /** Reads the outcome: exactly one of the functions is called. */
    <T> T fold(
            Function<Accepted, T> accepted,
            Function<AlreadyHad, T> alreadyHad,
            Function<Refused, T> refused,
            Function<Busy, T> busy,
            Function<Unreachable, T> unreachable,
            Function<ContractBreach, T> contractBreach);

    /** The receiver took it over, under its own number where it gave one. */
    record Accepted(@Nullable String receivedAs) implements Outcome {
        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<AlreadyHad, T> alreadyHad,
                Function<Refused, T> refused,
                Function<Busy, T> busy,
                Function<Unreachable, T> unreachable,
                Function<ContractBreach, T> contractBreach) {
            return accepted.apply(this);
        }
    }

    /** The receiver has it, or a newer one, from before. */
    record AlreadyHad(@Nullable String receivedAs) implements Outcome {
        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<AlreadyHad, T> alreadyHad,
                Function<Refused, T> refused,
                Function<Busy, T> busy,
                Function<Unreachable, T> unreachable,
                Function<ContractBreach, T> contractBreach) {
            return alreadyHad.apply(this);
        }
    }

    /**
     * The receiver will not take it, now or later.
     *
     * @param status the HTTP status
     * @param reason the receiver's reason code and the spots it named, not its free text
     */
    record Refused(int status, String reason) implements Outcome {
        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<AlreadyHad, T> alreadyHad,
                Function<Refused, T> refused,
                Function<Busy, T> busy,
                Function<Unreachable, T> unreachable,
                Function<ContractBreach, T> contractBreach) {
            return refused.apply(this);
        }
    }

    /**
     * The receiver asks for patience.
     *
     * @param retryAfter how much, where it says so
     */
    record Busy(int status, @Nullable Duration retryAfter) implements Outcome {
        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<AlreadyHad, T> alreadyHad,
                Function<Refused, T> refused,
                Function<Busy, T> busy,
                Function<Unreachable, T> unreachable,
                Function<ContractBreach, T> contractBreach) {
            return busy.apply(this);
        }
    }

    /** No answer that says anything about this delivery; it may have arrived all the same. */
    record Unreachable(String reason) implements Outcome {
        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<AlreadyHad, T> alreadyHad,
                Function<Refused, T> refused,
                Function<Busy, T> busy,
                Function<Unreachable, T> unreachable,
                Function<ContractBreach, T> contractBreach) {
            return unreachable.apply(this);
        }
    }

    /** The body breaks the receiver's contract; it was not sent. */
    record ContractBreach(List<Fault> faults) implements Outcome {
        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<AlreadyHad, T> alreadyHad,
                Function<Refused, T> refused,
                Function<Busy, T> busy,
                Function<Unreachable, T> unreachable,
                Function<ContractBreach, T> contractBreach) {
            return contractBreach.apply(this);
        }
    }
}
