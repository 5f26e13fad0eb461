package org.huiliu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.huiliu.boot.embedded.EmbeddedPostgres;
import org.huiliu.boot.embedded.LocalStack;
import org.huiliu.boot.load.InventedAlarms;
import org.huiliu.boot.pack.RuleDesk;
import org.huiliu.boot.run.PackagedHub;
import org.huiliu.platform.json.HubJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules are published while clients send reports through two packaged hubs: each case is decided under exactly one version
 * in all its parts, and a second after a publication nobody decides under an older one.
 *
 * <p>Each version marks a case in one group and sends it in another, so that a mixture would show. How many are published:
 * {@code -Dpublish.rounds}, ten by default; every fifth is a rollback.
 */
class RulePublishIT {
    private static final int CLIENTS = 6;
    /** Reports between two publications at least. */
    private static final int BETWEEN = 12;

    private static final Duration SWITCHED = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ROLL_BACK_EVERY = 5;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** Report by its number, as the clients were told. */
    private final Map<String, String> accepted = new ConcurrentHashMap<>();

    /** A version in force since the hub has said so. */
    private record Publication(int version, Instant answered, long millis) {}

    /** A case and what each part of the decision says. */
    private record Decided(
            String id,
            Instant opened,
            Set<String> tags,
            Set<Integer> rulesets,
            Set<String> rules,
            Set<String> events) {}

    @Test
    void eachCaseIsDecidedUnderOneVersionWhileVersionsArePublished(@TempDir Path folder) throws Exception {
        int rounds = Integer.getInteger("publish.rounds", 10);
        Vertx vertx = Vertx.vertx();
        try (LocalStack stack = LocalStack.start(folder.resolve("parts"));
                TestReceiver receiver = new TestReceiver(vertx);
                PackagedHub one = PackagedHub.start(folder, stack.configuration(), List.of("-Xmx384m"));
                PackagedHub other = PackagedHub.start(folder, stack.configuration(), List.of("-Xmx384m"))) {
            addTarget(stack, receiver);
            Map<Integer, String> names = new HashMap<>();
            List<Publication> publications = new ArrayList<>();
            Instant begun = Instant.now();
            try (Load load = new Load(stack, List.of(one, other))) {
                RuleDesk desk = new RuleDesk(
                        one.at("").toString(), who -> stack.oidc().mint().issueFor(who));
                RuleDesk second = new RuleDesk(
                        other.at("").toString(), who -> stack.oidc().mint().issueFor(who));
                for (int round = 1; round <= rounds; round++) {
                    RuleDesk here = round % 2 == 0 ? desk : second;
                    if (round % ROLL_BACK_EVERY == 0) {
                        int before = publications.get(publications.size() - 2).version();
                        publications.add(published(here, before));
                    } else {
                        int version = here.approved(
                                HubJson.read(rules(round), JsonNode.class),
                                HubJson.mapper().createArrayNode());
                        names.put(version, "k" + round);
                        publications.add(published(here, version));
                    }
                    load.await(BETWEEN);
                }
            }
            Duration took = Duration.between(begun, Instant.now());
            List<Decided> cases = decided(stack);
            long mixed = cases.stream().filter(each -> mixed(each, names)).count();
            long late =
                    cases.stream().filter(each -> tooLate(each, publications)).count();
            Set<String> there = reports(stack);
            long lost = accepted.values().stream()
                    .filter(report -> !there.contains(report))
                    .count();
            System.out.printf(
                    "{\"publications\":%d,\"clients\":%d,\"pods\":2,\"seconds\":%.1f,\"accepted\":%d,\"cases\":%d,"
                            + "\"mixed\":%d,\"late\":%d,\"lost\":%d,\"slowestPublicationMillis\":%d}%n",
                    publications.size(),
                    CLIENTS,
                    took.toMillis() / 1000.0,
                    accepted.size(),
                    cases.size(),
                    mixed,
                    late,
                    lost,
                    publications.stream().mapToLong(Publication::millis).max().orElse(0));
            assertThat(mixed).as("cases that two versions decided").isZero();
            assertThat(late).as("cases decided by a version that was gone").isZero();
            assertThat(lost).as("accepted reports that are not there").isZero();
            assertThat(cases).hasSizeGreaterThan(rounds * BETWEEN / 2);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static Publication published(RuleDesk desk, int version) {
        long before = System.nanoTime();
        desk.publish(version);
        return new Publication(version, Instant.now(), (System.nanoTime() - before) / 1_000_000);
    }

    // ------------------------------------------------------------ what must hold

    /** Marks, assignments and the event of the decision name the same version, and no other. */
    private static boolean mixed(Decided one, Map<Integer, String> names) {
        if (one.rulesets.size() != 1) {
            return true;
        }
        int version = one.rulesets.iterator().next();
        String name = names.get(version);
        if (name == null) {
            // before the first publication
            return !one.tags.isEmpty();
        }
        return !one.tags.equals(Set.of("v-" + name))
                || !one.rules.equals(Set.of("r-" + name))
                || !one.events.equals(Set.of(version + " r-" + name));
    }

    /** Opened more than a second after a publication, and decided by none that was in force from then on. */
    private static boolean tooLate(Decided one, List<Publication> publications) {
        int inForce = -1;
        for (int i = 0; i < publications.size(); i++) {
            if (one.opened.isAfter(publications.get(i).answered().plus(SWITCHED))) {
                inForce = i;
            }
        }
        return inForce >= 0
                && publications.subList(inForce, publications.size()).stream()
                        .noneMatch(publication -> one.rulesets.contains(publication.version()));
    }

    private static String rules(int round) {
        return """
                {"groups": [
                   {"name": "marks", "zh": "打标", "mode": "ALL", "rules": [
                      {"name": "m-k%1$d", "zh": "打标%1$d", "then": {"tags": ["v-k%1$d"]}}]},
                   {"name": "dispatch", "zh": "派单", "mode": "FIRST", "rules": [
                      {"name": "r-k%1$d", "zh": "派单%1$d", "when": {"field": "feed", "eq": "110"},
                       "then": {"deliver": {"host": {"target": "municipal"}, "co": [{"target": "second"}]}}}]}],
                 "otherwise": {"zh": "兜底", "then": {"deliver": {"host": {"role": "MUNICIPAL"}}}}}
                """.formatted(round);
    }

    // ------------------------------------------------------------ clients

    /** Clients that send until they are told to stop. */
    private final class Load implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger numbers = new AtomicInteger();
        private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        private final List<Future<?>> work = new ArrayList<>();
        private final String token;

        Load(LocalStack stack, List<PackagedHub> hubs) {
            token = stack.oidc().mint().issueFor("feed-110");
            for (int i = 0; i < CLIENTS; i++) {
                PackagedHub hub = hubs.get(i % hubs.size());
                work.add(clients.submit(() -> {
                    while (!over.get()) {
                        send(hub, token, "RP%08d".formatted(numbers.incrementAndGet()));
                    }
                    return null;
                }));
            }
            clients.shutdown();
        }

        void await(int more) {
            int target = accepted.size() + more;
            Eventually.within(TIMEOUT, "the clients go on", () -> accepted.size() >= target);
        }

        @Override
        public void close() throws Exception {
            over.set(true);
            for (Future<?> one : work) {
                Object nothing = one.get();
            }
        }
    }

    private void send(PackagedHub hub, String token, String number) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(hub.at("/v1/feeds/110/reports"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(InventedAlarms.json(number, "")))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        accepted.put(
                number,
                HubJson.read(answer.body(), JsonNode.class).get("reportId").asText());
    }

    // ------------------------------------------------------------ tables

    private static void addTarget(LocalStack stack, TestReceiver receiver) throws SQLException {
        try (Connection connection = connect(stack);
                PreparedStatement agency = connection.prepareStatement(
                        "INSERT INTO agency (code, name, division, reach) VALUES ('municipal', '市级部门', '', 'ASSIGNED')");
                PreparedStatement targets = connection.prepareStatement(
                        "INSERT INTO target (code, name, agency, role, division, base_url, contract) VALUES"
                                + " ('municipal', '市级部门', 'municipal', 'MUNICIPAL', '', ?, 'receiver-municipal'),"
                                + " ('second', '协办单位', 'municipal', 'SECOND', '', ?, 'receiver-municipal')")) {
            targets.setString(1, receiver.baseUrl("municipal"));
            targets.setString(2, receiver.baseUrl("second"));
            assertThat(agency.executeUpdate() + targets.executeUpdate()).isEqualTo(3);
        }
    }

    /** The cases of one report each: a further report may widen, under the version of its own moment, who is told. */
    private static List<Decided> decided(LocalStack stack) throws SQLException {
        String sql = """
                SELECT c.id::text, c.opened_at, coalesce(c.content->'tags', '[]')::text AS tags,
                       array_agg(DISTINCT a.ruleset) AS rulesets, array_agg(DISTINCT a.rule) AS rules,
                       (SELECT array_agg(DISTINCT (e.data->>'ruleset') || ' ' || (e.data->>'rule')) FROM event e
                        WHERE e.case_id = c.id AND e.kind = 'ROUTED') AS events
                FROM cases c JOIN assignment a ON a.case_id = c.id
                WHERE c.report_count = 1 AND c.state <> 'MERGED' GROUP BY c.id
                """;
        List<Decided> all = new ArrayList<>();
        try (Connection connection = connect(stack);
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Set<String> tags = new HashSet<>();
                HubJson.read(rows.getString("tags"), JsonNode.class).forEach(tag -> tags.add(tag.asText()));
                all.add(new Decided(
                        rows.getString(1),
                        rows.getTimestamp("opened_at").toInstant(),
                        tags,
                        Set.of((Integer[]) rows.getArray("rulesets").getArray()),
                        Set.of((String[]) rows.getArray("rules").getArray()),
                        Set.of((String[]) rows.getArray("events").getArray())));
            }
        }
        return all;
    }

    private static Set<String> reports(LocalStack stack) throws SQLException {
        Set<String> ids = new HashSet<>();
        try (Connection connection = connect(stack);
                PreparedStatement statement = connection.prepareStatement("SELECT id::text FROM report");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private static Connection connect(LocalStack stack) throws SQLException {
        return DriverManager.getConnection(
                stack.postgres().jdbcUrl(LocalStack.DATABASE), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
    }
}
