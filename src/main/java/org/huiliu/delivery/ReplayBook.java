package org.huiliu.delivery;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/** Changes the way of deliveries by a person's word, in the transaction of that word. */
public interface ReplayBook {

    /**
     * A delivery to be sent again.
     *
     * @param as the id under which it goes: its own, or that of the delivery that sends it again
     * @param dueAt not before
     */
    record Again(Standing delivery, UUID as, OffsetDateTime dueAt) {}

    /**
     * Locks the deliveries' cases, as everybody does who adds deliveries, and then the deliveries.
     *
     * @return those that are there for the person's division
     */
    Uni<List<Standing>> lock(Tx tx, @Nullable String division, List<UUID> ids);

    /**
     * Sends locked deliveries again. What was held behind a parked one waits behind it again.
     *
     * @param action which action wants it: the same one twice changes nothing
     * @return how many were changed or added
     */
    Uni<Integer> sendAgain(Tx tx, List<Again> deliveries, ReplayBasis basis, UUID action, OffsetDateTime at);

    /** Skips a locked delivery for good, and releases what was held behind it. */
    Uni<Void> skip(Tx tx, Standing delivery, String reason, OffsetDateTime at);
}
