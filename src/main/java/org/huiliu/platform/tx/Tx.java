package org.huiliu.platform.tx;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.function.Function;

/** An open transaction. Features add their statements; only who opened it commits. */
public final class Tx {
    private final SqlConnection connection;

    private Tx(SqlConnection connection) {
        this.connection = connection;
    }

    /** Runs {@code work} in one transaction and commits; any failure rolls back and is passed on. */
    public static <T> Uni<T> run(Pool pool, Function<Tx, Uni<T>> work) {
        return pool.withTransaction(connection -> work.apply(new Tx(connection)));
    }

    /** Runs one prepared statement. */
    public Uni<RowSet<Row>> execute(String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters);
    }
}
