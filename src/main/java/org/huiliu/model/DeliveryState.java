package org.huiliu.model;

/** The life of a delivery. */
public enum DeliveryState {
    WAITING,
    SENDING,
    HELD,
    PARKED,
    DELIVERED,
    SUPERSEDED,
    SKIPPED
}
