package org.huiliu.normalize;

import java.util.List;
import java.util.function.Function;
import org.huiliu.platform.problem.Fault;

/**
 * A payload that the hub does not take, and why.
 *
 * @param kind which stage refused it
 * @param faults what is wrong, at least one, at most {@value #MOST_FAULTS}
 */
public record Rejected(Kind kind, List<Fault> faults) implements Normalization {

    /** More faults than a sender can use; a hostile payload could have a million. */
    static final int MOST_FAULTS = 50;

    public Rejected {
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("a rejection names at least one fault");
        }
        faults = List.copyOf(faults.size() > MOST_FAULTS ? faults.subList(0, MOST_FAULTS) : faults);
    }

    /** Which stage refused the payload. */
    public enum Kind {
        /** Not JSON or XML, not UTF-8, not an object, too deep (400). */
        NOT_PARSEABLE,
        /** Readable, but not what the feed's contract promises (422). */
        BREAKS_CONTRACT,
        /** The contract's mapping failed on it: the contract's fault, not the sender's (500 and an operator's task). */
        MAPPING_FAILED
    }

    @Override
    public <T> T fold(Function<Normalized, T> whenNormalized, Function<Rejected, T> whenRejected) {
        return whenRejected.apply(this);
    }
}
