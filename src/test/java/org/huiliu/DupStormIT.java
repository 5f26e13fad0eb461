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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand calls about one burst pipe, through two packaged hubs at once, on one Redis and one PostgreSQL: one case,
 * and each target gets it once.
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
    private static final String[] WORDS = {
        "从早上开始停水,整个小区都没有水。", "早上开始停水,整个小区没有水。", "从今天早上开始停水,整个小区都没有水!", "从早上就开始停水,整个小区都没水。"
    };

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What the tables say of the cases at one place. */
    private record Tally(int cases, int standing, int reports, int merged) {}

    @Test
    void aThousandCallsThroughTwoHubsAreOneCaseAndOneFirstDeliveryATarget(@TempDir Path folder) throws Exception {
        int rounds = Integer.getInteger("storm.rounds", 1);
        Vertx vertx = Vertx.vertx();
        try (LocalStack stack = LocalStack.start(folder.resolve("parts"));
                TestReceiver receiver = new TestReceiver(vertx);
                PackagedHub one = PackagedHub.start(folder, stack.configuration(), List.of("-Xmx384m"));
                PackagedHub other = PackagedHub.start(folder, stack.configuration(), List.of("-Xmx384m"))) {
            addTargets(stack, receiver);
            awaitIndex(one, stack);
            for (int round = 0; round < rounds; round++) {
                String estate = estate(round);
                Map<String, Integer> outcomes = storm(stack, List.of(one, other), estate, () -> {});
                Tally tally = tally(stack, estate);
                System.out.printf("storm %d at %s: %s, %s%n", round + 1, estate, outcomes, tally);
                assertThat(tally).isEqualTo(new Tally(1, 1, CALLS, 0));
                Eventually.within(AFTERMATH, "its targets have it", () -> undelivered(stack, estate) == 0);
                firstDeliveries(stack, estate)
                        .forEach((target, count) -> assertThat(count).as(target).isEqualTo(1));
                firstLetters(receiver, stack, estate)
                        .forEach((target, count) -> assertThat(count).as(target).isEqualTo(1));
                assertThat(firstLetters(receiver, stack, estate)).isNotEmpty();
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void withRedisKilledInTheMiddleItIsOneCaseAfterwards(@TempDir Path folder) throws Exception {
        Path parts = folder.resolve("parts");
        Vertx vertx = Vertx.vertx();
        try (LocalStack stack = LocalStack.start(parts);
                TestReceiver receiver = new TestReceiver(vertx);
                PackagedHub one = PackagedHub.start(folder, stack.configuration(), List.of("-Xmx384m"));
                PackagedHub other = PackagedHub.start(folder, stack.configuration(), List.of("-Xmx384m"))) {
            addTargets(stack, receiver);
            awaitIndex(one, stack);
            String estate = estate(0);
            Map<String, Integer> outcomes = storm(stack, List.of(one, other), estate, () -> kill(stack.redis()));
            try (EmbeddedRedis back =
                    EmbeddedRedis.start(parts.resolve("redis"), stack.redis().port())) {
                assertThat(back.port()).isEqualTo(stack.redis().port());
                Tally at = tally(stack, estate);
                Eventually.within(
                        AFTERMATH, "it is one case", () -> tally(stack, estate).standing() == 1);
                System.out.printf(
                        "storm with Redis killed at %s: %s, %s, in the end %s%n",
                        estate, outcomes, at, tally(stack, estate));
                assertThat(tally(stack, estate).reports()).isEqualTo(CALLS);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    // ------------------------------------------------------------ clients

    /** Sends all calls, half to each hub; what is to happen in the middle happens when half are answered. */
    private Map<String, Integer> storm(LocalStack stack, List<PackagedHub> hubs, String estate, Runnable inTheMiddle)
            throws Exception {
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

    private void awaitIndex(PackagedHub hub, LocalStack stack) {
        String token = stack.oidc().mint().issueFor("triage1");
        Eventually.holds("the index is complete", () -> {
            HttpRequest request = HttpRequest.newBuilder(hub.at("/v1/repeat-index"))
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

    private static void addTargets(LocalStack stack, TestReceiver receiver) throws SQLException {
        run(
                stack,
                "INSERT INTO agency (code, name, division, reach) VALUES"
                        + " ('municipal', '市级承办部门', '', 'ASSIGNED'), ('gulou', '鼓楼区中心', '320302', 'DIVISION')");
        run(
                stack,
                "INSERT INTO target (code, name, agency, role, division, base_url, contract) VALUES"
                        + " ('municipal', '市级承办部门', 'municipal', 'MUNICIPAL', '', ?, 'receiver-municipal'),"
                        + " ('district-320302', '鼓楼区中心', 'gulou', 'DISTRICT', '320302', ?, 'receiver-district')",
                receiver.baseUrl("municipal"),
                receiver.baseUrl("district-320302"));
    }

    private static Tally tally(LocalStack stack, String estate) {
        return query(
                stack,
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

    private static int undelivered(LocalStack stack, String estate) {
        return query(
                stack,
                "SELECT count(*) FROM delivery d JOIN cases c ON c.id = d.case_id"
                        + " WHERE c.description LIKE ? AND d.kind = 'CREATE' AND d.state <> 'DELIVERED'",
                rows -> rows.next() ? rows.getInt(1) : -1,
                estate + "%");
    }

    private static Map<String, Integer> firstDeliveries(LocalStack stack, String estate) {
        return query(
                stack,
                "SELECT d.target, count(*) FROM delivery d JOIN cases c ON c.id = d.case_id"
                        + " WHERE c.description LIKE ? AND d.kind = 'CREATE' GROUP BY d.target",
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
    private static Map<String, Integer> firstLetters(TestReceiver receiver, LocalStack stack, String estate) {
        List<String> created = query(
                stack,
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

    private static <T> T query(LocalStack stack, String sql, Reading<T> reading, String... parameters) {
        try (Connection connection = connect(stack);
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

    private static void run(LocalStack stack, String sql, String... parameters) throws SQLException {
        try (Connection connection = connect(stack);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            int written = statement.executeUpdate();
            assertThat(written).isEqualTo(2);
        }
    }

    private static Connection connect(LocalStack stack) throws SQLException {
        return DriverManager.getConnection(
                stack.postgres().jdbcUrl(LocalStack.DATABASE), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
    }
}
