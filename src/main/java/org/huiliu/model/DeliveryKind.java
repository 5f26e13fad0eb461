package org.huiliu.model;

/** What a delivery tells its target. */
public enum DeliveryKind {
    CREATE,
    UPDATE,
    RECALL,
    /** The state or result of a case, back to the feed that took the call. */
    ANSWER,
    /** That several matters at one place or by one firm make a common problem, to who has subscribed to it. */
    WARNING
}
