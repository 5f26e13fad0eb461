package org.huiliu.platform.tx;

import io.vertx.pgclient.PgException;

/** Tells data that PostgreSQL will never take from a failure that may pass. */
public final class Unstorable {
    private Unstorable() {}

    /** Whether a failure means that the data itself is refused: out of range, not a text, against a constraint, too long. */
    public static boolean is(Throwable failure) {
        if (!(failure instanceof PgException refused)) {
            return false;
        }
        String state = String.valueOf(refused.getSqlState());
        // 22 data, 23 constraint, 54 limits of the server (an index entry that is too long)
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    /** Whether a failure means that a value holds a character that PostgreSQL takes for no text, such as NUL. */
    public static boolean isNoText(Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            // 22021 in a text, 22P05 in JSON
            if (one instanceof PgException refused
                    && ("22021".equals(refused.getSqlState()) || "22P05".equals(refused.getSqlState()))) {
                return true;
            }
        }
        return false;
    }
}
