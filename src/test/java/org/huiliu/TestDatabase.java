package org.huiliu;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.flywaydb.core.Flyway;
import org.huiliu.boot.embedded.SharedParts;
import org.huiliu.platform.tx.Tx;

/** An empty, migrated database of its own on the shared PostgreSQL, for tests that need no more of the hub. */
public final class TestDatabase implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    private TestDatabase(Map<String, String> configuration) {
        String user = configuration.getOrDefault("quarkus.datasource.username", "");
        String password = configuration.getOrDefault("quarkus.datasource.password", "");
        var migrated = Flyway.configure()
                .dataSource(configuration.get("quarkus.datasource.jdbc.url"), user, password)
                .load()
                .migrate();
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(8))
                .connectingTo(
                        PgConnectOptions.fromUri(configuration.getOrDefault("quarkus.datasource.reactive.url", ""))
                                .setUser(user)
                                .setPassword(password)
                                .setCachePreparedStatements(true))
                .using(io.vertx.mutiny.core.Vertx.newInstance(vertx))
                .build();
    }

    public static TestDatabase create() {
        return new TestDatabase(SharedParts.nextConfiguration());
    }

    public Vertx vertx() {
        return vertx;
    }

    public Pool pool() {
        return pool;
    }

    /** Runs work in a transaction and waits for its commit. */
    public <T> T in(Function<Tx, Uni<T>> work) {
        return Tx.run(pool, work).await().atMost(PATIENCE);
    }

    /** Runs one statement. */
    public List<Row> sql(String statement, Object... parameters) {
        return StreamSupport.stream(
                        pool.preparedQuery(statement)
                                .execute(Tuple.from(List.of(parameters)))
                                .await()
                                .atMost(PATIENCE)
                                .spliterator(),
                        false)
                .toList();
    }

    @Override
    public void close() {
        pool.close().await().atMost(PATIENCE);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
