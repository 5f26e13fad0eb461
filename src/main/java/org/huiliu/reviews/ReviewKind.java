package org.huiliu.reviews;

/** What is asked. */
public enum ReviewKind {
    /** Is the case a repeat of the other one? */
    SUSPECTED
}
