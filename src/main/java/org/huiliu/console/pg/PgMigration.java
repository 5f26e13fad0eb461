package org.huiliu.console.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Which migration the database has reached. */
@ApplicationScoped
public class PgMigration {
    private static final String LATEST = """
            SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL
            ORDER BY installed_rank DESC LIMIT 1
            """;

    private final Pool pool;

    PgMigration(Pool pool) {
        this.pool = pool;
    }

    /** Its number; empty when the database was made in another way. */
    public Uni<Optional<String>> latest() {
        return pool.query(LATEST).execute().map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .findFirst()
                .map(row -> row.getString("version")));
    }
}
