package org.huiliu.delivery;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/** What became of one attempt. No reason carries personal data: the receiver's free text is not kept. */
public sealed interface Outcome {

    /**
     * What an answer means: its status, unless the contract lets the body decide.
     *
     * @param retryAfter how much patience the receiver asks for
     * @param reading the answer as the receiver's contract reads it
     */
    static Outcome of(int status, @Nullable Duration retryAfter, Reading reading) {
        return switch (reading.word()) {
            case TAKEN -> new Accepted(reading.receivedAs(), reading.faults());
            case HAD -> new AlreadyHad(reading.receivedAs(), reading.faults());
            case REFUSED -> new Refused(status, reading.reason());
            case BUSY -> new Busy(status, retryAfter);
            // whether it was taken is not known: neither a second sending nor a success would be right without a person
            case UNREADABLE -> new ContractBreach(inAnswer(reading.faults()));
            case AS_STATUS -> ofStatus(status, retryAfter, reading);
        };
    }

    private static Outcome ofStatus(int status, @Nullable Duration retryAfter, Reading reading) {
        if (status >= 200 && status < 300) {
            return new Accepted(reading.receivedAs(), reading.faults());
        }
        return switch (status) {
            case 409 -> new AlreadyHad(reading.receivedAs(), reading.faults());
            case 429, 503 -> new Busy(status, retryAfter);
            case 410 -> new Gone();
            // the receiver's own time-out for our request
            case 408 -> new Unreachable("HTTP 408");
            default ->
                status >= 500
                        ? new Unreachable("HTTP " + status)
                        : new Refused(status, status < 400 ? "REDIRECT" : reading.reason());
        };
    }

    private static List<Fault> inAnswer(List<Fault> faults) {
        return faults.isEmpty()
                ? List.of(Fault.at("/answer", "unreadable", "the answer does not say whether it was taken"))
                : faults.stream()
                        .map(fault ->
                                new Fault("/answer" + fault.pointer(), fault.code(), fault.detail(), fault.allowed()))
                        .toList();
    }

    /** Reads the outcome: exactly one of the functions is called. */
    <T> T fold(
            Function<Accepted, T> accepted,
            Function<AlreadyHad, T> alreadyHad,
            Function<Refused, T> refused,
            Function<Busy, T> busy,
            Function<Unreachable, T> unreachable,
            Function<ContractBreach, T> contractBreach,
            Function<Gone, T> gone);

    /**
     * The receiver took it over, under its own number where it gave one.
     *
     * @param faults where its answer breaks the contract: told, but not sent again for that
     */
    record Accepted(@Nullable String receivedAs, List<Fault> faults) implements Outcome {
        /** Under an answer that keeps the contract. */
        public Accepted(@Nullable String receivedAs) {
            this(receivedAs, List.of());
        }

        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<AlreadyHad, T> alreadyHad,
                Function<Refused, T> refused,
                Function<Busy, T> busy,
                Function<Unreachable, T> unreachable,
                Function<ContractBreach, T> contractBreach,
                Function<Gone, T> gone) {
            return accepted.apply(this);
        }
    }

    /**
     * The receiver has it, or a newer one, from before.
     *
     * @param faults where its answer breaks the contract
     */
    record AlreadyHad(@Nullable String receivedAs, List<Fault> faults) implements Outcome {
        /** Under an answer that keeps the contract. */
        public AlreadyHad(@Nullable String receivedAs) {
            this(receivedAs, List.of());
        }

        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<AlreadyHad, T> alreadyHad,
                Function<Refused, T> refused,
                Function<Busy, T> busy,
                Function<Unreachable, T> unreachable,
                Function<ContractBreach, T> contractBreach,
                Function<Gone, T> gone) {
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
                Function<ContractBreach, T> contractBreach,
                Function<Gone, T> gone) {
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
                Function<ContractBreach, T> contractBreach,
                Function<Gone, T> gone) {
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
                Function<ContractBreach, T> contractBreach,
                Function<Gone, T> gone) {
            return unreachable.apply(this);
        }
    }

    /**
     * The request would break the receiver's contract and was not sent; or it was, and the answer, which alone says whether
     * it was taken, cannot be read (pointers under {@code /answer}).
     */
    record ContractBreach(List<Fault> faults) implements Outcome {
        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<AlreadyHad, T> alreadyHad,
                Function<Refused, T> refused,
                Function<Busy, T> busy,
                Function<Unreachable, T> unreachable,
                Function<ContractBreach, T> contractBreach,
                Function<Gone, T> gone) {
            return contractBreach.apply(this);
        }
    }

    /**
     * The receiver wants no more, of anything: so Standard Webhooks reads a 410. That is said of the receiver and not of this
     * delivery, which goes when a person has settled it with the receiver.
     */
    record Gone() implements Outcome {
        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<AlreadyHad, T> alreadyHad,
                Function<Refused, T> refused,
                Function<Busy, T> busy,
                Function<Unreachable, T> unreachable,
                Function<ContractBreach, T> contractBreach,
                Function<Gone, T> gone) {
            return gone.apply(this);
        }
    }
}
