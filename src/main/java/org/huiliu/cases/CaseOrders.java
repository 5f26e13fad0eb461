package org.huiliu.cases;

import io.smallrye.mutiny.Uni;

/** Carries out what operators order. */
public interface CaseOrders {

    /** Carries out an order, all of it or nothing; the answer comes after its commit. */
    Uni<OrderAnswer> carryOut(CaseOrder order);
}
