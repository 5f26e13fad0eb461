package org.huiliu.delivery;

import io.smallrye.mutiny.Uni;

/** Brings a delivery to its receiver. */
public interface Sender {
    /**
     * Makes one attempt. Never fails: what goes wrong is an outcome.
     *
     * @param agreement the contract that the request keeps, by which the answer is read
     */
    Uni<Sent> send(Receiver receiver, Claimed delivery, Request request, Agreement agreement);
}
