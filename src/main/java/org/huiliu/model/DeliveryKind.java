package org.huiliu.model;

/** What a delivery tells its target. */
public enum DeliveryKind {
    CREATE,
    UPDATE,
    RECALL,
    /** The state or result of a case, back to the feed that took the call. */
    ANSWER
}
