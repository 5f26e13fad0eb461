package org.huiliu.platform.tx;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** An open transaction. Features add their statements; only who opened it commits. */
public final class Tx {
    private static final String PLANNED = "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)";
    private static final String UNFLUSHED = "SELECT set_config('plan_cache_mode', 'force_custom_plan', true),"
            + " set_config('synchronous_commit', 'off', true)";
    private static final String ALONE = "SELECT pg_try_advisory_xact_lock(hashtext($1)) AS alone";

    private final SqlConnection connection;
    private final Queue<Runnable> afterwards;

    private Tx(SqlConnection connection, Queue<Runnable> afterwards) {
        this.connection = connection;
        this.afterwards = afterwards;
    }

    /** Runs {@code work} in one transaction and commits; any failure rolls back and is passed on. */
    public static <T> Uni<T> run(Pool pool, Function<Tx, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Queue<Runnable> afterwards = new ConcurrentLinkedQueue<>();
            return pool.withTransaction(connection -> work.apply(new Tx(connection, afterwards)))
                    .invoke(() -> afterwards.forEach(Runnable::run));
        });
    }

    /** Calls {@code what} once this transaction is committed, and not at all if it is rolled back. It must not fail. */
    public void afterCommit(Runnable what) {
        afterwards.add(what);
    }

    /**
     * As {@link #run}, with each statement planned for its tables as they are now. A plan that is kept fits the tables of its day:
     * one from when a queue was empty reads all of it later on.
     */
    public static <T> Uni<T> planned(Pool pool, Function<Tx, Uni<T>> work) {
        return run(pool, tx -> tx.execute(PLANNED, Tuple.tuple()).chain(() -> work.apply(tx)));
    }

    /**
     * As {@link #planned}, but does not wait until the disk has it: of the last half second before the database's machine
     * failed it may be undone. For what does no harm when it is undone, and whose next flushed commit flushes it along.
     */
    public static <T> Uni<T> unflushed(Pool pool, Function<Tx, Uni<T>> work) {
        return run(pool, tx -> tx.execute(UNFLUSHED, Tuple.tuple()).chain(() -> work.apply(tx)));
    }

    /**
     * Runs {@code work} in a transaction unless somebody, on whichever pod, does work of this name now: then it is empty.
     * The transaction is there for the lock, which ends with it or with its pod, whatever happens.
     */
    public static <T> Uni<Optional<T>> alone(Pool pool, String name, Function<Tx, Uni<T>> work) {
        return run(pool, tx -> tx.execute(ALONE, Tuple.of(name))
                .flatMap(found -> found.iterator().next().getBoolean("alone")
                        ? work.apply(tx).map(Optional::of)
                        : Uni.createFrom().item(Optional.empty())));
    }

    /** Runs one prepared statement. */
    public Uni<RowSet<Row>> execute(String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters);
    }
}
