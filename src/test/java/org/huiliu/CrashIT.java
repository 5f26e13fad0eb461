package org.huiliu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.huiliu.boot.embedded.EmbeddedPostgres;
import org.huiliu.boot.embedded.LocalStack;
import org.huiliu.platform.json.HubJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the packaged hub while requests and a batch are open, starts it again and sends again what was not acknowledged:
 * what the clients were told is in the tables, once.
 *
 * <p>How often it kills: {@code -Dcrash.rounds}, three times by default.
 */
class CrashIT {
    private static final int CLIENTS = 50;
    private static final int BATCH = 4_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** What a client was told: 202 and these ids. */
    private record Told(String reportId, String caseId) {}

    private final Map<String, Told> journal = new ConcurrentHashMap<>();
    private final List<String> contradictions = java.util.Collections.synchronizedList(new ArrayList<>());

    @Test
    void whatWasAcknowledgedSurvivesKillsAndIsThereOnce(@TempDir Path folder) throws Exception {
        int rounds = Integer.getInteger("crash.rounds", 3);
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Random random = new Random(seed);
        Set<String> sent = new HashSet<>();
        try (LocalStack stack = LocalStack.start(folder.resolve("parts"))) {
            String token = stack.oidc().mint().issueFor("feed-110");
            for (int round = 1; round <= rounds; round++) {
                List<String> numbers = numbers(round);
                sent.addAll(numbers);
                int before = journal.size();
                try (PackagedHub hub = PackagedHub.start(folder, stack.configuration(), List.of("-Xmx256m"))) {
                    long pid = hub.pid();
                    List<Future<?>> work = open(hub, token, numbers);
                    int acknowledged = before + 1 + random.nextInt(BATCH / 2);
                    Eventually.within(Duration.ofMinutes(2), "acknowledged", () -> journal.size() >= acknowledged);
                    hub.kill();
                    await(work);
                    System.out.printf(
                            "round %d (seed %d): pid %d killed after %d acknowledgements, %d clients and a batch of %d open%n",
                            round, seed, pid, journal.size() - before, CLIENTS, BATCH);
                }
            }
            int toldBeforeTheLastStart = journal.size();
            Map<String, Told> promised = new HashMap<>(journal);
            try (PackagedHub hub = PackagedHub.start(folder, stack.configuration(), List.of("-Xmx256m"))) {
                // everything again, also what was acknowledged: nothing may be doubled by that
                List<String> all = new ArrayList<>(sent);
                for (int from = 0; from < all.size(); from += BATCH) {
                    batch(hub, token, all.subList(from, Math.min(all.size(), from + BATCH)));
                }
            }
            Compared compared = compare(stack, promised, sent);
            System.out.printf(
                    "{\"rounds\":%d,\"sent\":%d,\"acknowledgedBeforeKill\":%d,\"lost\":%d,\"doubled\":%d,\"contradicted\":%d}%n",
                    rounds,
                    sent.size(),
                    toldBeforeTheLastStart,
                    compared.lost(),
                    compared.doubled(),
                    contradictions.size());
            assertThat(compared.lost()).as("acknowledged and not in the tables").isZero();
            assertThat(compared.doubled()).as("in the tables twice").isZero();
            assertThat(contradictions)
                    .as("answered with other ids the second time")
                    .isEmpty();
            assertThat(journal.keySet()).as("acknowledged at the end").containsAll(sent);
        }
    }

    // ------------------------------------------------------------ clients

    /** Single requests on many connections, and one batch, all at once. */
    private List<Future<?>> open(PackagedHub hub, String token, List<String> numbers) {
        ConcurrentLinkedQueue<String> singles = new ConcurrentLinkedQueue<>(numbers.subList(BATCH, numbers.size()));
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 1);
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            work.add(clients.submit(() -> sendUntilKilled(hub, token, singles)));
        }
        work.add(clients.submit(() -> {
            try {
                batch(hub, token, numbers.subList(0, BATCH));
            } catch (IOException killed) {
                // that is the point
            }
            return null;
        }));
        clients.shutdown();
        return work;
    }

    private void sendUntilKilled(PackagedHub hub, String token, ConcurrentLinkedQueue<String> singles) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String number;
        while ((number = singles.poll()) != null) {
            HttpRequest request = HttpRequest.newBuilder(hub.at("/v1/feeds/110/reports"))
                    .timeout(TIMEOUT)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(alarm(number)))
                    .build();
            try {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 202) {
                    told(number, HubJson.read(answer.body(), JsonNode.class));
                }
            } catch (IOException killed) {
                return;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** This client reads no result before it has sent its last line: it must stay within what the sockets hold. */
    private void batch(PackagedHub hub, String token, List<String> numbers) throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        numbers.forEach(number -> lines.append(alarm(number)).append('\n'));
        HttpRequest request = HttpRequest.newBuilder(hub.at("/v1/feeds/110/reports/batch"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines.toString()))
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader results = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
            String line;
            while ((line = results.readLine()) != null) {
                JsonNode result = HubJson.read(line, JsonNode.class);
                if (result.get("status").asInt() == 202) {
                    told(numbers.get(result.get("line").asInt() - 1), result);
                }
            }
        }
    }

    private void told(String number, JsonNode answer) {
        Told now =
                new Told(answer.get("reportId").asText(), answer.get("caseId").asText());
        Told before = journal.putIfAbsent(number, now);
        if (before != null && !before.equals(now)) {
            contradictions.add(number);
        }
    }

    private static void await(List<Future<?>> work) throws Exception {
        for (Future<?> one : work) {
            Object nothing = one.get();
        }
    }

    // ------------------------------------------------------------ tables

    private record Compared(long lost, long doubled) {}

    private static Compared compare(LocalStack stack, Map<String, Told> promised, Set<String> sent)
            throws SQLException {
        Map<String, Told> stored = new HashMap<>();
        long doubled = 0;
        try (Connection connection = DriverManager.getConnection(
                        stack.postgres().jdbcUrl(LocalStack.DATABASE),
                        EmbeddedPostgres.USER,
                        EmbeddedPostgres.PASSWORD);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(
                    "SELECT r.external_id, r.id, r.case_id FROM report r JOIN cases c ON c.id = r.case_id")) {
                while (rows.next()) {
                    Told before = stored.put(rows.getString(1), new Told(rows.getString(2), rows.getString(3)));
                    doubled += before == null ? 0 : 1;
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM cases")) {
                doubled += rows.next() ? Math.max(0, rows.getLong(1) - sent.size()) : 0;
            }
        }
        long lost = promised.entrySet().stream()
                .filter(one -> !one.getValue().equals(stored.get(one.getKey())))
                .count();
        return new Compared(lost, doubled);
    }

    private static List<String> numbers(int round) {
        return IntStream.range(0, BATCH + 5_000)
                .mapToObj(i -> "320302%08d%06d".formatted(round, i))
                .toList();
    }

    /** Every second one has a version, so that the replay gate takes part. */
    private static String alarm(String number) {
        String version = number.charAt(number.length() - 1) % 2 == 0 ? "\"GXSJ\":\"2025-09-11 09:21:00\"," : "";
        return TestAlarms.json(number, version);
    }
}
