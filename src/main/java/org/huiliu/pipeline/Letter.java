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

    static Letter unsent(Claimed delivery, Receiver receiver, Fault fault) {
        return new Letter(delivery, receiver, null, null, List.of(fault));
    }
}
