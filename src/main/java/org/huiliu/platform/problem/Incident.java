package org.huiliu.platform.problem;

import io.vertx.pgclient.PgException;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An unexpected failure: the caller gets an id, the log gets the same id and where it happened. */
public final class Incident {
    private static final Logger LOG = Logger.getLogger(Incident.class);

    private Incident() {}

    /** Logs the failure and gives the problem that tells its id. */
    public static Problem of(Throwable failure) {
        String id = "urn:uuid:" + UUID.randomUUID();
        LOG.errorf(new Silenced(failure, 0), "%s %s", id, failure.getClass().getName());
        return Problem.of(
                        ProblemType.INTERNAL,
                        "The request failed inside the hub; its operators find it by the instance.")
                .instance(id);
    }

    /** What a log line may say of a failure: its class and, of a database's, the SQLSTATE. */
    public static String kind(Throwable failure) {
        String state = failure instanceof PgException refused ? " SQLSTATE " + refused.getSqlState() : "";
        return failure.getClass().getName() + state;
    }

    /**
     * The failure's classes and frames without its messages: database and parser messages quote the values they choke on,
     * and those are citizens' data.
     */
    private static final class Silenced extends RuntimeException {
        private static final long serialVersionUID = 1;
        private static final int DEEPEST = 8;

        Silenced(Throwable failure, int depth) {
            super(kind(failure), cause(failure, depth), false, true);
            setStackTrace(failure.getStackTrace());
        }

        private static @Nullable Throwable cause(Throwable failure, int depth) {
            Throwable cause = failure.getCause();
            return cause == null || cause == failure || depth == DEEPEST ? null : new Silenced(cause, depth + 1);
        }
    }
}
