package org.huiliu.model;

/** The normalized order of work over all lines. */
public enum Priority {
    /** Life at risk: now. */
    P1,
    /** Urgent: within the hour. */
    P2,
    /** Usual working order. */
    P3,
    /** Information only. */
    P4
}
