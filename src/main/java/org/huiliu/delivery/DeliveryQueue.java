package org.huiliu.delivery;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.List;
import org.huiliu.platform.tx.Tx;

/** The queue of deliveries, in PostgreSQL. */
public interface DeliveryQueue {

    /** Adds deliveries in the caller's transaction; they are due at once. */
    Uni<Void> add(Tx tx, List<NewDelivery> deliveries, OffsetDateTime at);
}
