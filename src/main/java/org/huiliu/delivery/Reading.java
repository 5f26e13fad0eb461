package org.huiliu.delivery;

import java.util.List;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says under the receiver's contract.
 *
 * @param word what its body says of the delivery, where the contract lets it
 * @param receivedAs the receiver's own number
 * @param reason a code and the spots that it names; never its free text, which may quote the citizen
 * @param faults where the answer itself breaks the contract
 */
public record Reading(Word word, @Nullable String receivedAs, String reason, List<Fault> faults) {

    /** What an answer's body says of the delivery. */
    public enum Word {
        /** Nothing: its status decides. */
        AS_STATUS,
        TAKEN,
        HAD,
        REFUSED,
        BUSY,
        /** The contract lets the body decide, and it cannot be read. */
        UNREADABLE
    }
}
