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
}
