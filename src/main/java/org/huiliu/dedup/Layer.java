package org.huiliu.dedup;

/** Why a report counts as a repeat. */
public enum Layer {
    /** The source itself says so: a record joined to a main record. */
    MAIN_RECORD,
    /** The same caller on the same matter (追单). */
    SAME_CALLER,
    /** Another caller on the same incident. */
    SAME_INCIDENT,
    /** A closed matter that comes back: linked, never reopened silently. */
    RECURRENCE,
    /** An operator decided. */
    OPERATOR
}
