package org.huiliu.delivery;

import io.smallrye.mutiny.Uni;

/** Brings a delivery to its receiver. */
public interface Sender {
    /**
     * Makes one attempt. Never fails: what goes wrong is an outcome.
     *
     * @param body JSON in UTF-8, true to the receiver's contract
     */
    Uni<Outcome> send(Receiver receiver, Claimed delivery, byte[] body);
}
