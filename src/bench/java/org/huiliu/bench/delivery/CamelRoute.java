package org.huiliu.bench.delivery;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.huiliu.boot.embedded.EmbeddedPostgres;

/** A Camel route over an outbox table: reads a batch, sends it side by side, marks each row. */
final class CamelRoute implements Contender {
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS outbox (
              id text PRIMARY KEY, url text NOT NULL, body text NOT NULL, state text NOT NULL, seq bigserial);
            CREATE INDEX IF NOT EXISTS outbox_new ON outbox (seq) WHERE state = 'NEW'""";

    private final HikariDataSource pool;
    private final CamelContext camel = new DefaultCamelContext();
    private final ExecutorService threads = Executors.newFixedThreadPool(Rivals.THREADS);

    CamelRoute(EmbeddedPostgres postgres) throws Exception {
        pool = Rivals.pool(postgres);
        Rivals.run(pool, TABLE);
        camel.getRegistry().bind("outbox", pool);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // greedy: the next batch is read as soon as one is done; the pause is for an empty table only
                var route = from("sql:select id, url, body from outbox where state = 'NEW' order by seq limit 1000"
                                + "?dataSource=#outbox&useIterator=false&greedy=true&delay=20&initialDelay=0")
                        .split(body())
                        .parallelProcessing()
                        .executorService(threads)
                        .setProperty("id", simple("${body[id]}"))
                        .setHeader("Huiliu-Delivery-Id", simple("${body[id]}"))
                        .setHeader("Content-Type", constant("application/json"))
                        .setHeader("CamelHttpMethod", constant("POST"))
                        .setHeader("CamelHttpUri", simple("${body[url]}"))
                        .setBody(simple("${body[body]}"))
                        .to("http://127.0.0.1?maxTotalConnections=256&connectionsPerRoute=256")
                        .to(
                                "sql:update outbox set state = 'DONE' where id = :#${exchangeProperty.id}?dataSource=#outbox");
            }
        });
        camel.start();
    }

    @Override
    public String name() {
        return "Camel";
    }

    @Override
    public void load(List<Letter> letters) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO outbox (id, url, body, state) VALUES (?, ?, ?, 'NEW')")) {
            connection.setAutoCommit(false);
            for (Letter letter : letters) {
                insert.setString(1, letter.id());
                insert.setString(2, letter.url());
                insert.setString(3, letter.body());
                insert.addBatch();
            }
            int[] rows = insert.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
            Rivals.analyze(connection, "outbox");
        }
    }

    @Override
    public long open() throws SQLException {
        return Rivals.count(pool, "SELECT count(*) FROM outbox WHERE state = 'NEW'");
    }

    @Override
    public void close() {
        camel.stop();
        threads.shutdownNow();
        pool.close();
    }
}
