package org.huiliu.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;
import org.huiliu.model.DeliveryKind;

/** A receiver's contract, ready for work. */
public interface Agreement {
    /** What is sent for a letter, or where it would break the contract. Never quotes the letter. */
    Draft write(DeliveryKind kind, ObjectNode letter);

    /** How the request of a frozen body begins, where that follows from the kind and the case ({@link Head#usual}). */
    Head usualHead(DeliveryKind kind, UUID caseId);

    /** The path by which the receiver can be asked whether it has a case; absent when the contract has none. */
    Optional<String> lookUp(UUID caseId);

    /**
     * What an answer says.
     *
     * @param whole whether that is all of the body; else it was cut off, since nobody needs as much
     */
    Reading read(DeliveryKind kind, int status, byte[] body, boolean whole);
}
