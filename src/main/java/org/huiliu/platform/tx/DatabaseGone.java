package org.huiliu.platform.tx;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Tells a database that is not there from one that refuses the data. */
public final class DatabaseGone {
    private DatabaseGone() {}

    /** Whether a failure means that PostgreSQL cannot be reached, is starting, stopping or full. */
    public static boolean is(Throwable failure) {
        if (failure instanceof PgException refused) {
            String state = String.valueOf(refused.getSqlState());
            // 08 connection, 53 resources (too many connections, disk full), 57P operator (shutdown, starting up)
            return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
        }
        return failure instanceof IOException
                || failure instanceof ClosedConnectionException
                || failure instanceof TimeoutException
                || (failure.getCause() != null && failure.getCause() != failure && is(failure.getCause()));
    }
}
