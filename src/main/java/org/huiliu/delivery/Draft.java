package org.huiliu.delivery;

import java.util.List;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What became of a letter under a contract.
 *
 * @param request absent when it would break the contract; {@code faults} then says where
 */
public record Draft(@Nullable Request request, List<Fault> faults) {

    /** One that can be sent. */
    public static Draft of(Request request) {
        return new Draft(request, List.of());
    }

    /** One that cannot. */
    public static Draft breach(List<Fault> faults) {
        return new Draft(null, faults);
    }
}
