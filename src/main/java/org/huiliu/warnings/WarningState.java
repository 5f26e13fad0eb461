package org.huiliu.warnings;

/** Where a warning stands. */
public enum WarningState {
    /** It takes further cases in. */
    OPEN,
    /** A person has taken note of it: further cases count anew. */
    CLOSED
}
