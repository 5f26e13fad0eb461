package org.huiliu.delivery.pg;

import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.Gates;
import org.huiliu.platform.crypto.TestSealer;

/** The queue in PostgreSQL, for tests in other rooms. */
public final class Queues {
    private Queues() {}

    public static DeliveryQueue onPostgres() {
        return new PgDeliveryQueue(TestSealer.make());
    }

    public static Gates gatesOnPostgres() {
        return new PgGates();
    }
}
