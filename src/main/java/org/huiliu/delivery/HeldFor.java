package org.huiliu.delivery;

/** Why a delivery that is open does not go. */
public enum HeldFor {
    /** One before it, of the same case and target, waits for a person. */
    BEFORE_IT_PARKED,
    /** Its target is paused. */
    TARGET_PAUSED,
    /** Its target is switched off. */
    TARGET_OFF,
    /** Nobody has entered its target yet: a feed names a line that the register does not have. */
    TARGET_UNKNOWN
}
