package org.huiliu.faults;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.huiliu.Eventually;
import org.huiliu.boot.embedded.EmbeddedPostgres;
import org.huiliu.boot.embedded.EmbeddedRedis;
import org.huiliu.boot.embedded.LocalStack;
import org.huiliu.boot.run.PackagedHub;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, Redis, an OIDC server and receivers, and the pods among them: everything but the callers. */
final class City implements AutoCloseable {
    /** The district whose receiver all scenarios may use, and two that are there to be ill. */
    static final String GULOU = "district-320302";

    static final String YUNLONG = "district-320303";
    static final String JIAWANG = "district-320305";
    static final String LINE = "line-110";
    private static final List<String> DISTRICTS = List.of(GULOU, YUNLONG, JIAWANG);
    private static final Duration SETTLED = Duration.ofMinutes(3);
    private static final String TERMS = "{\"inFlight\":8,\"rampUpSeconds\":1,"
            + "\"retry\":{\"baseMillis\":100,\"capSeconds\":1,\"maxAgeHours\":72},\"onRefusal\":\"PARK\"}";

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final LocalStack stack;
    private final Sink sink;
    private @Nullable EmbeddedPostgres otherPostgres;
    private @Nullable EmbeddedRedis otherRedis;

    City(Path folder) throws SQLException {
        this.folder = folder;
        this.stack = LocalStack.start(folder.resolve("parts"));
        this.sink = new Sink(vertx);
        var migrated = Flyway.configure()
                .dataSource(
                        stack.postgres().jdbcUrl(LocalStack.DATABASE), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD)
                .load()
                .migrate();
        for (String district : DISTRICTS) {
            addTarget(
                    district,
                    "DISTRICT",
                    district.substring("district-".length()),
                    "receiver-district",
                    base(district));
        }
        addTarget(LINE, "LINE", "", "receiver-line", base(LINE));
    }

    Vertx vertx() {
        return vertx;
    }

    Sink sink() {
        return sink;
    }

    LocalStack stack() {
        return stack;
    }

    String token(String client) {
        return stack.oidc().mint().issueFor(client);
    }

    private String base(String target) {
        return "http://127.0.0.1:" + sink.port() + "/" + target;
    }

    private void addTarget(String code, String role, String division, String contract, String baseUrl)
            throws SQLException {
        run("INSERT INTO agency (code, name, division, reach) VALUES (?, ?, ?, 'ASSIGNED')", code, code, division);
        run(
                "INSERT INTO target (code, name, agency, role, division, base_url, contract, timeout_ms, terms)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, 1000, ?)",
                code,
                code,
                code,
                role,
                division,
                baseUrl,
                contract,
                TERMS);
    }

    // ------------------------------------------------------------ pods

    /** A pod with 256 MB of heap that compiles quickly, for it will not live long; what it is told beside the parts' addresses, and options of its virtual machine. */
    PackagedHub pod(Map<String, String> more, String... jvm) {
        Map<String, String> configuration = new HashMap<>(stack.configuration());
        // a killed pod's deliveries come back soon
        configuration.put("huiliu.delivery.lease-margin", "5s");
        // and what it has entered in the index of repeats makes the next callers wait not so long
        configuration.put("huiliu.dedup.provisional", "10s");
        // news of repeats, which may wait, do not make a test wait
        configuration.put("huiliu.repeats.update-pace", "1s");
        // and an outage is looked into as often as a test has patience
        configuration.put("huiliu.delivery.probe-first", "500ms");
        configuration.put("huiliu.delivery.probe-longest", "2s");
        configuration.putAll(more);
        List<String> options = new ArrayList<>(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        options.addAll(List.of(jvm));
        PackagedHub hub = PackagedHub.start(folder, configuration, options);
        System.out.printf("pod pid %d%n", hub.pid());
        return hub;
    }

    PackagedHub pod() {
        return pod(Map.of());
    }

    // ------------------------------------------------------------ parts that go and come back

    void crashPostgres() {
        (otherPostgres == null ? stack.postgres() : otherPostgres).crash();
    }

    void startPostgres() {
        otherPostgres = EmbeddedPostgres.start(
                folder.resolve("parts").resolve("postgres"), stack.postgres().port());
    }

    void stopRedis() {
        (otherRedis == null ? stack.redis() : otherRedis).close();
    }

    void startRedis() {
        otherRedis = EmbeddedRedis.start(
                folder.resolve("parts").resolve("redis"), stack.redis().port());
    }

    // ------------------------------------------------------------ tables

    /** Waits until nothing is owed any more. */
    void settle() {
        Eventually.within(SETTLED, "all deliveries are over", () -> open() == 0);
    }

    /** How many deliveries are still owed. */
    long open() {
        return number("SELECT count(*) FROM delivery WHERE state IN ('WAITING', 'SENDING', 'HELD', 'PARKED')");
    }

    long number(String sql, Object... parameters) {
        List<List<String>> rows = rows(sql, parameters);
        return Long.parseLong(rows.get(0).get(0));
    }

    List<List<String>> rows(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            List<List<String>> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        boolean added = row.add(String.valueOf(rows.getString(i)));
                    }
                    boolean added = all.add(row);
                }
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    void run(String sql, Object... parameters) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            int rows = statement.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                stack.postgres().jdbcUrl(LocalStack.DATABASE), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
    }

    @Override
    public void close() {
        sink.close();
        if (otherPostgres != null) {
            otherPostgres.close();
        }
        if (otherRedis != null) {
            otherRedis.close();
        }
        stack.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
