package org.huiliu.bench.delivery;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.huiliu.boot.embedded.EmbeddedPostgres;

/** What the contenders beside the hub have in common: a database on the same PostgreSQL and a pool of connections. */
final class Rivals {
    static final String DATABASE = "rivals";
    /** Threads that send, and connections for them. */
    static final int THREADS = Integer.getInteger("delivery.rival-threads", 32);

    private Rivals() {}

    static HikariDataSource pool(EmbeddedPostgres postgres) {
        return pool(postgres, DATABASE, THREADS + 4);
    }

    static HikariDataSource pool(EmbeddedPostgres postgres, String database, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.jdbcUrl(database));
        config.setUsername(EmbeddedPostgres.USER);
        config.setPassword(EmbeddedPostgres.PASSWORD);
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    static void run(HikariDataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
        }
    }

    /** What was just loaded is unknown to the planner, which then reads the whole table for each claim. */
    static void analyze(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute("ANALYZE " + table);
        }
    }

    static long count(HikariDataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
