package org.huiliu.reviews;

/** Where a review stands. */
public enum ReviewState {
    /** A person must decide. */
    OPEN,
    /** A person has decided. */
    DECIDED,
    /** What happened to the cases meanwhile has answered it. */
    LAPSED
}
