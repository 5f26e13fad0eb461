package org.huiliu.delivery;

/** Why a delivery is not sent again. */
public enum Hindrance {
    /** It waits, is under way or is held: it goes by itself. */
    STILL_OPEN,
    /** The original is wanted, and none was ever frozen: it broke its contract or was never tried. */
    NO_ORIGINAL,
    /** The unit no longer has the case. */
    ASSIGNMENT_OVER,
    /** The published rules would not send the case to this target. */
    NOT_BY_RULES,
    /** It is no longer there, or somebody was faster. */
    GONE
}
