package org.huiliu.delivery;

/** By what a delivery is made again. */
public enum ReplayBasis {
    /**
     * By what holds now: the case as it is, the receiver's contract as it is, and only if the published rules would still
     * send the case to this target.
     */
    CURRENT,
    /** By what held then: the very bytes that were frozen, under the delivery's own id. Rules are not asked. */
    ORIGINAL
}
