package org.huiliu.pipeline;

import java.util.List;
import org.huiliu.delivery.Agreement;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.Request;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * A delivery ready to be sent.
 *
 * @param agreement absent when there is no such contract
 * @param request absent when it would break the contract; {@code faults} then says where
 */
record Letter(
        Claimed delivery,
        Receiver receiver,
        @Nullable Agreement agreement,
        @Nullable Request request,
        List<Fault> faults) {

    /** How many requests an attempt at it sends: one that may have arrived is asked for first, where the contract has a way to ask. */
    int requests() {
        return agreement != null
                        && delivery.mayHaveArrived()
                        && agreement.lookUp(delivery.caseId()).isPresent()
                ? 2
                : 1;
    }

    static Letter unsent(Claimed delivery, Receiver receiver, Fault fault) {
        return new Letter(delivery, receiver, null, null, List.of(fault));
    }
}
