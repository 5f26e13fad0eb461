package org.huiliu.bench.delivery;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.huiliu.boot.embedded.EmbeddedPostgres;

/** db-scheduler with one task a delivery, fetched and locked in one statement, its fastest way on PostgreSQL. */
final class DbScheduler implements Contender {
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS scheduled_tasks (
              task_name text NOT NULL, task_instance text NOT NULL, task_data bytea, execution_time timestamptz NOT NULL,
              picked boolean NOT NULL, picked_by text, last_success timestamptz, last_failure timestamptz,
              consecutive_failures int, last_heartbeat timestamptz, version bigint NOT NULL, priority smallint,
              PRIMARY KEY (task_name, task_instance));
            CREATE INDEX IF NOT EXISTS execution_time_idx ON scheduled_tasks (execution_time);
            CREATE INDEX IF NOT EXISTS last_heartbeat_idx ON scheduled_tasks (last_heartbeat)""";

    /** What a task carries. */
    private record Sent(String url, String body) implements Serializable {}

    private final HikariDataSource pool;
    private final Scheduler scheduler;
    private final OneTimeTask<Sent> task;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    DbScheduler(EmbeddedPostgres postgres) throws SQLException {
        pool = Rivals.pool(postgres);
        Rivals.run(pool, TABLE);
        task = Tasks.oneTime("deliver", Sent.class)
                // its own default is five minutes, for which one lost connection would stop the clock
                .onFailure((failed, operations) ->
                        operations.reschedule(failed, Instant.now().plusMillis(200)))
                .execute((instance, context) -> send(instance));
        scheduler = Scheduler.create(pool, task)
                .threads(Rivals.THREADS)
                .pollUsingLockAndFetch(1.0, 4.0)
                .pollingInterval(Duration.ofMillis(50))
                .build();
        scheduler.start();
    }

    private void send(TaskInstance<Sent> instance) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(instance.getData().url()))
                .header("Content-Type", "application/json")
                .header("Huiliu-Delivery-Id", instance.getId())
                .POST(HttpRequest.BodyPublishers.ofString(instance.getData().body()))
                .build();
        try {
            HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("answered " + answer.statusCode());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "db-scheduler";
    }

    @Override
    public void load(List<Letter> letters) throws SQLException {
        var serializer = com.github.kagkarlsson.scheduler.serializer.Serializer.DEFAULT_JAVA_SERIALIZER;
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO scheduled_tasks (task_name, task_instance, task_data, execution_time, picked, version)"
                                + " VALUES (?, ?, ?, ?, false, 1)")) {
            connection.setAutoCommit(false);
            Timestamp now = Timestamp.from(Instant.now());
            for (Letter letter : letters) {
                insert.setString(1, task.getName());
                insert.setString(2, letter.id());
                insert.setBytes(3, serializer.serialize(new Sent(letter.url(), letter.body())));
                insert.setTimestamp(4, now);
                insert.addBatch();
            }
            int[] rows = insert.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
            Rivals.analyze(connection, "scheduled_tasks");
        }
    }

    @Override
    public long open() throws SQLException {
        return Rivals.count(pool, "SELECT count(*) FROM scheduled_tasks");
    }

    @Override
    public void close() {
        scheduler.stop();
        pool.close();
    }
}
