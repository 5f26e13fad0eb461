package org.huiliu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.huiliu.boot.embedded.EmbeddedPostgres;
import org.huiliu.boot.embedded.EmbeddedRedis;
import org.huiliu.boot.embedded.LocalStack;
import org.huiliu.boot.run.PackagedHub;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand calls about one burst pipe, through two packaged hubs at once, on one Redis and one PostgreSQL: one case,
 * and each target gets it once. Should Redis keep a hub waiting for too long, more than one may be opened; they are
 * marked, and one case again soon.
 *
 * <p>How many storms follow one another, each at another place: {@code -Dstorm.rounds}, one by default, twenty for a
 * proof.
 */
class DupStormIT {
    private static final int CALLS = 1000;
    private static final int CLIENTS = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** Until deliveries are out, and until what could not be checked is checked and joined. */
    private static final Duration AFTERMATH = Duration.ofMinutes(2);

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String[] ESTATES = {"云杉", "白桦", "金桂", "银杏", "海棠", "红枫", "翠竹", "丁香", "玉兰", "腊梅"};
    private static final String[] SUFFIXES = {"佳苑", "花园"};
    /** Where the storm is that loses its Redis. */
    private static final String WITHOUT_REDIS = "水杉名邸小区";

    private static final String[] WORDS = {
        "从早上开始停水,整个小区都没有水。", "早上开始停水,整个小区没有水。", "从今天早上开始停水,整个小区都没有水!", "从早上就开始停水,整个小区都没水。"
    };

    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static LocalStack stack;
    private static TestReceiver receiver;
    private static List<PackagedHub> hubs = List.of();
    /** The Redis that stands up again after one was killed. */
    private static @Nullable EmbeddedRedis back;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What the tables say of the cases at one place. */
    private record Tally(int cases, int standing, int reports, int merged) {}

    @BeforeAll
    static void start() throws SQLException {
        vertx = Vertx.vertx();
        stack = LocalStack.start(folder.resolve("parts"));
        receiver = new TestReceiver(vertx);
        hubs = List.of(hub(), hub());
        addTargets();
    }

    private static PackagedHub hub() {
        Map<String, String> configuration = stack.configuration();
        // an index that did not answer says so only here
        configuration.put("quarkus.log.category.\"org.huiliu.dedup\".level", "DEBUG");
        // it lives too briefly for the second compiler to pay
        return PackagedHub.start(folder, configuration, List.of("-Xmx384m", "-XX:TieredStopAtLevel=1"));
    }

    @AfterAll
    static void stop() {
        hubs.forEach(PackagedHub::close);
        receiver.close();
        if (back != null) {
            back.close();
        }
        stack.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aThousandCallsThroughTwoHubsAreOneCaseAndOneFirstDeliveryATarget() throws Exception {
        int rounds = Integer.getInteger("storm.rounds", 1);
        awaitIndex();
        for (int round = 0; round < rounds; round++) {
            String estate = estate(round);
            Map<String, Integer> outcomes = storm(estate, () -> {});
            Tally tally = tally(estate);
            System.out.printf("storm %d at %s: %s, %s%n", round + 1, estate, outcomes, tally);
            if (tally.cases() != 1) {
                System.out.println(StormAccount.of(stack, hubs, estate));
            }
            assertThat(tally.reports()).isEqualTo(CALLS);
            // what could not be looked for is marked and joined; a second case without that mark would stay
            Eventually.within(AFTERMATH, "it is one case", () -> tally(estate).standing() == 1);
            Eventually.within(AFTERMATH, "its targets have it", () -> undelivered(estate) == 0);
            firstDeliveries(estate)
                    .forEach((target, count) -> assertThat(count).as(target).isLessThanOrEqualTo(tally.cases()));
            assertThat(firstLetters(estate)).isNotEmpty().isEqualTo(firstDeliveries(estate));
        }
    }

    @Test
    void withRedisKilledInTheMiddleItIsOneCaseAfterwards() throws Exception {
        awaitIndex();
        Map<String, Integer> outcomes = storm(WITHOUT_REDIS, () -> kill(stack.redis()));
        back = EmbeddedRedis.start(
                folder.resolve("parts").resolve("redis"), stack.redis().port());
        assertThat(back.port()).isEqualTo(stack.redis().port());
        Tally at = tally(WITHOUT_REDIS);
        Eventually.within(
                AFTERMATH, "it is one case", () -> tally(WITHOUT_REDIS).standing() == 1);
        Tally inTheEnd = tally(WITHOUT_REDIS);
        System.out.printf(
                "storm with Redis killed at %s: %s, %s, in the end %s%n", WITHOUT_REDIS, outcomes, at, inTheEnd);
        assertThat(inTheEnd.reports()).isEqualTo(CALLS);
    }

    // ------------------------------------------------------------ clients

    /** Sends all calls, half to each hub; what is to happen in the middle happens when half are answered. */
    private Map<String, Integer> storm(String estate, Runnable inTheMiddle) throws Exception {
        String token = stack.oidc().mint().issueFor("feed-12345");
        ConcurrentLinkedQueue<Integer> calls =
                new ConcurrentLinkedQueue<>(IntStream.range(0, CALLS).boxed().toList());
        AtomicInteger answered = new AtomicInteger();
        Map<String, Integer> outcomes = new TreeMap<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            PackagedHub hub = hubs.get(i % hubs.size());
            work.add(clients.submit(() -> {
                Integer call;
                while ((call = calls.poll()) != null) {
                    String outcome = send(hub, token, ticket(estate, call));
                    synchronized (outcomes) {
                        var unused = outcomes.merge(outcome, 1, Integer::sum);
                    }
                    if (answered.incrementAndGet() == CALLS / 2) {
                        inTheMiddle.run();
                    }
                }
                return null;
            }));
        }
        clients.shutdown();
        for (Future<?> one : work) {
            Object nothing = one.get();
        }
        return outcomes;
    }

    private String send(PackagedHub hub, String token, String ticket) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(hub.at("/v1/feeds/12345/reports"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ticket))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return HubJson.read(answer.body(), JsonNode.class).get("outcome").asText();
    }

    private static String estate(int round) {
        return ESTATES[round % ESTATES.length] + SUFFIXES[round / ESTATES.length % SUFFIXES.length] + "小区";
    }

    /** Another caller, another building, other words: the same water that is cut off. No caller calls in two storms. */
    private static String ticket(String estate, int call) {
        String now = CLOCK.format(LocalDateTime.now(Clocks.CHINA));
        String number = "%08x%06d".formatted(estate.hashCode(), call);
        ObjectNode ticket = HubJson.mapper().createObjectNode();
        ticket.put("orderNo", number)
                .put("cityOrderNo", number)
                .put("orderType", "求助")
                .put("categoryL1", "公用事业")
                .put("categoryL2", "供水")
                .put("title", "小区停水")
                .put("content", estate + WORDS[call % WORDS.length])
                .put("callerPhone", "138%04d%04d".formatted(Math.floorMod(estate.hashCode(), 10_000), call))
                .put("channel", "电话")
                .put("incidentAddress", estate + (1 + call % 20) + "幢")
                .put("regionCode", "320302")
                .put("urgency", "一般")
                .put("callTime", now)
                .put("acceptTime", now)
                .put("updateTime", now);
        return HubJson.write(ticket);
    }

    /** As a crash would: nothing is said goodbye to. */
    private static void kill(EmbeddedRedis redis) {
        boolean asked = ProcessHandle.of(redis.pid())
                .map(ProcessHandle::destroyForcibly)
                .orElse(false);
        assertThat(asked).isTrue();
    }

    private void awaitIndex() {
        String token = stack.oidc().mint().issueFor("triage1");
        Eventually.holds("the index is complete", () -> {
            HttpRequest request = HttpRequest.newBuilder(hubs.get(0).at("/v1/repeat-index"))
                    .timeout(TIMEOUT)
                    .header("Authorization", "Bearer " + token)
                    .build();
            try {
                return client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body()
                        .contains("\"COMPLETE\"");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    // ------------------------------------------------------------ tables

    private static void addTargets() throws SQLException {
        run("INSERT INTO agency (code, name, division, reach) VALUES"
                + " ('municipal', '市级承办部门', '', 'ASSIGNED'), ('gulou', '鼓楼区中心', '320302', 'DIVISION')");
        run(
                "INSERT INTO target (code, name, agency, role, division, base_url, contract) VALUES"
                        + " ('municipal', '市级承办部门', 'municipal', 'MUNICIPAL', '', ?, 'receiver-municipal'),"
                        + " ('district-320302', '鼓楼区中心', 'gulou', 'DISTRICT', '320302', ?, 'receiver-district')",
                receiver.baseUrl("municipal"),
                receiver.baseUrl("district-320302"));
    }

    private static Tally tally(String estate) {
        return query(
                "SELECT count(*), count(*) FILTER (WHERE state NOT IN ('MERGED', 'INVALID')),"
                        + " (SELECT count(*) FROM report r JOIN cases k ON k.id = r.case_id WHERE k.description LIKE ?),"
                        + " count(*) FILTER (WHERE state = 'MERGED') FROM cases WHERE description LIKE ?",
                rows -> {
                    boolean there = rows.next();
                    return new Tally(rows.getInt(1), rows.getInt(2), rows.getInt(3), rows.getInt(4));
                },
                estate + "%",
                estate + "%");
    }

    private static int undelivered(String estate) {
        return query(
                "SELECT count(*) FROM delivery d JOIN cases c ON c.id = d.case_id"
                        + " WHERE c.description LIKE ? AND d.kind = 'CREATE' AND d.state NOT IN ('DELIVERED', 'SUPERSEDED')",
                rows -> rows.next() ? rows.getInt(1) : -1,
                estate + "%");
    }

    private static Map<String, Integer> firstDeliveries(String estate) {
        return query(
                "SELECT d.target, count(*) FROM delivery d JOIN cases c ON c.id = d.case_id"
                        + " WHERE c.description LIKE ? AND d.kind = 'CREATE' AND d.state <> 'SUPERSEDED' GROUP BY d.target",
                rows -> {
                    Map<String, Integer> counts = new TreeMap<>();
                    while (rows.next()) {
                        counts.put(rows.getString(1), rows.getInt(2));
                    }
                    return counts;
                },
                estate + "%");
    }

    /** First deliveries that came in at the targets. */
    private static Map<String, Integer> firstLetters(String estate) {
        List<String> created = query(
                "SELECT d.id::text FROM delivery d JOIN cases c ON c.id = d.case_id"
                        + " WHERE c.description LIKE ? AND d.kind = 'CREATE'",
                rows -> {
                    List<String> ids = new ArrayList<>();
                    while (rows.next()) {
                        ids.add(rows.getString(1));
                    }
                    return ids;
                },
                estate + "%");
        Map<String, Integer> letters = new TreeMap<>();
        for (String target : List.of("municipal", "district-320302")) {
            int came = (int) receiver.got(target).stream()
                    .filter(one -> created.contains(one.deliveryId()))
                    .count();
            if (came > 0) {
                letters.put(target, came);
            }
        }
        return letters;
    }

    private interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private static <T> T query(String sql, Reading<T> reading, String... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return reading.of(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(String sql, String... parameters) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            int written = statement.executeUpdate();
            assertThat(written).isEqualTo(2);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                stack.postgres().jdbcUrl(LocalStack.DATABASE), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
    }
}
