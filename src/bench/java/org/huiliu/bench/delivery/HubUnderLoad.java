package org.huiliu.bench.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.huiliu.boot.embedded.EmbeddedPostgres;
import org.huiliu.boot.embedded.LocalStack;
import org.huiliu.boot.load.InventedAlarms;
import org.huiliu.boot.pack.RuleDesk;
import org.huiliu.boot.run.PackagedHub;
import org.huiliu.platform.json.HubJson;

/**
 * The packaged hub with its parts, receivers and rules: an alarm of {@link #SINGLE} is owed to one target, one of
 * {@link #TRIPLE} to three, one of another district to that district's own.
 */
final class HubUnderLoad implements AutoCloseable {
    static final String SINGLE = "320302";
    static final String TRIPLE = "320303";
    static final List<String> SHARED = List.of("one", "two", "three");
    static final List<String> DISTRICTS = List.of(
            "320102", "320104", "320105", "320106", "320111", "320113", "320114", "320115", "320116", "320117",
            "320118", "320505", "320506", "320507", "320508", "320509", "320581", "320582", "320583", "320585");
    private static final int BATCH = 2_000;
    private static final String TERMS = "{\"inFlight\":%d,\"rampUpSeconds\":0,"
            + "\"retry\":{\"baseMillis\":200,\"capSeconds\":5,\"maxAgeHours\":72},\"onRefusal\":\"PARK\"}";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LocalStack stack;
    private final HikariDataSource connections;
    private final PackagedHub hub;
    private final AtomicInteger numbers = new AtomicInteger();
    private double mostTaken;

    HubUnderLoad(Path folder, Receivers receivers) throws SQLException {
        stack = LocalStack.start(folder.resolve("parts"));
        stack.postgres().ensureDatabase(Rivals.DATABASE);
        connections = Rivals.pool(stack.postgres(), LocalStack.DATABASE, 2);
        var migrated = Flyway.configure()
                .dataSource(
                        stack.postgres().jdbcUrl(LocalStack.DATABASE), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD)
                .load()
                .migrate();
        run("INSERT INTO agency (code, name, division, reach) VALUES ('bench', '压测单位', '', 'ASSIGNED')");
        SHARED.forEach(code -> addTarget(code, "receiver-municipal", receivers, 64));
        DISTRICTS.forEach(code -> addTarget(district(code), "receiver-municipal", receivers, 8));
        // an invented alarm that is joined to another: its line is told
        addTarget("line-110", "receiver-line", receivers, 8);
        hub = PackagedHub.start(folder, stack.configuration(), List.of("-Xmx512m"));
        RuleDesk desk =
                new RuleDesk(hub.at("").toString(), who -> stack.oidc().mint().issueFor(who));
        int version = desk.approved(
                HubJson.read(rules(), JsonNode.class), HubJson.mapper().createArrayNode());
        desk.publish(version);
    }

    EmbeddedPostgres postgres() {
        return stack.postgres();
    }

    long pid() {
        return hub.pid();
    }

    /** The processor time that it has taken so far. */
    Duration cpu() {
        return ProcessHandle.of(hub.pid())
                .flatMap(one -> one.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** The target of a district. */
    static String district(String division) {
        return "d-" + division;
    }

    private void addTarget(String code, String contract, Receivers receivers, int inFlight) {
        run(
                "INSERT INTO target (code, name, agency, role, division, base_url, contract, timeout_ms, terms)"
                        + " VALUES (?, ?, 'bench', 'BENCH', '', ?, ?, 5000, ?)",
                code,
                code,
                receivers.url(code),
                contract,
                TERMS.formatted(inFlight));
    }

    private static String rules() {
        String districts = DISTRICTS.stream().map(code -> """
                        {"name": "d-%1$s", "zh": "派%1$s", "when": {"field": "division", "eq": "%1$s"},
                         "then": {"deliver": {"host": {"target": "d-%1$s"}}}}""".formatted(code)).collect(Collectors.joining(","));
        return """
                {"groups": [
                   {"name": "dispatch", "zh": "派单", "mode": "FIRST", "rules": [
                      {"name": "triple", "zh": "派三家", "when": {"field": "division", "eq": "%s"},
                       "then": {"deliver": {"host": {"target": "one"}, "co": [{"target": "two"}, {"target": "three"}]}}},
                      {"name": "single", "zh": "派一家", "when": {"field": "division", "eq": "%s"},
                       "then": {"deliver": {"host": {"target": "one"}}}},
                      %s]}],
                 "otherwise": {"zh": "兜底", "then": {"deliver": {"host": {"target": "one"}}}}}
                """.formatted(TRIPLE, SINGLE, districts);
    }

    // ------------------------------------------------------------ intake

    /** Sends new alarms of a division in batches and waits until all are taken; gives how many opened a case. */
    int take(int alarms, String division) throws IOException, InterruptedException {
        int opened = 0;
        long begun = System.nanoTime();
        for (int left = alarms; left > 0; left -= BATCH) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < Math.min(left, BATCH); i++) {
                var line = lines.append(alarm(division)).append('\n');
            }
            HttpRequest request = intake("/batch", "application/x-ndjson", lines.toString());
            var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var results = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                String line;
                while ((line = results.readLine()) != null) {
                    JsonNode result = HubJson.read(line, JsonNode.class);
                    if (result.path("status").asInt() != 202) {
                        throw new IllegalStateException(line);
                    }
                    opened += result.path("outcome").asText().equals("OPENED") ? 1 : 0;
                }
            }
        }
        mostTaken = Math.max(mostTaken, alarms * 1e9 / (System.nanoTime() - begun));
        return opened;
    }

    /** The most alarms that it took in a second. */
    double mostTaken() {
        return mostTaken;
    }

    /** Sends one new alarm; its case, or nothing when it was joined to another. */
    CompletableFuture<String> call(String division) {
        return client.sendAsync(intake("", "application/json", alarm(division)), HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> {
                    JsonNode told = HubJson.read(answer.body(), JsonNode.class);
                    return told.path("outcome").asText().equals("OPENED")
                            ? told.path("caseId").asText()
                            : "";
                });
    }

    private HttpRequest intake(String path, String type, String body) {
        return HttpRequest.newBuilder(hub.at("/v1/feeds/110/reports" + path))
                .header("Authorization", "Bearer " + stack.oidc().mint().issueFor("feed-110"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private String alarm(String division) {
        String number = "320302%014d".formatted(numbers.incrementAndGet());
        return InventedAlarms.json(number, "").replace("\"320302\"", "\"" + division + "\"");
    }

    // ------------------------------------------------------------ operators

    void pause(String target) throws IOException, InterruptedException {
        order(target, "pause", "{\"reason\":\"压测装载\"}");
    }

    void resume(String target) throws IOException, InterruptedException {
        order(target, "resume", "{}");
    }

    private void order(String target, String what, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(hub.at("/v1/targets/" + target + "/" + what))
                .header("Authorization", "Bearer " + stack.oidc().mint().issueFor("admin1"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(what + " " + target + ": " + answer.body());
        }
    }

    void limit(String target, int perSecond) {
        run(
                "UPDATE target SET terms = (terms::jsonb || jsonb_build_object('perSecond', ?::int))::text,"
                        + " version = version + 1, updated_at = now() WHERE code = ?",
                perSecond,
                target);
    }

    /** How many deliveries are owed; what tells of a repeat waits for minutes for further ones, and is not owed till then. */
    long open() {
        return openBut(Set.of());
    }

    /** How many deliveries are owed to targets that are not among these. */
    long openBut(Set<String> leftOut) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT count(*) FROM delivery WHERE state IN ('WAITING', 'SENDING', 'HELD', 'PARKED')"
                                + " AND (attempts > 0 OR due_at <= now()) AND target <> ALL (?)")) {
            statement.setArray(1, connection.createArrayOf("text", leftOut.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the hub has marked as delivered to the shared targets, without what it had before. */
    Set<String> delivered(Set<String> before) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT id FROM delivery WHERE state = 'DELIVERED' AND target = ANY (?)")) {
            statement.setArray(1, connection.createArrayOf("text", SHARED.toArray()));
            Set<String> ids = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String id = rows.getString(1);
                    if (!before.contains(id)) {
                        ids.add(id);
                    }
                }
            }
            return ids;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            int rows = statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Connection connect() throws SQLException {
        return connections.getConnection();
    }

    @Override
    public void close() {
        hub.close();
        connections.close();
        stack.close();
    }
}
