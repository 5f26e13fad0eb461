package org.huiliu.model;

import org.jspecify.annotations.Nullable;

/** Who may see the matter, and whether a receiver may pass it on. */
public record Privacy(Level level, @Nullable Boolean retransmissionAllowed) {

    /** The default of a line that says nothing. */
    public static final Privacy INTERNAL = new Privacy(Level.INTERNAL, null);

    /** From open to the strictest; STRICT gives contact and address only on a grant. */
    public enum Level {
        PUBLIC,
        INTERNAL,
        CONFIDENTIAL,
        STRICT
    }
}
