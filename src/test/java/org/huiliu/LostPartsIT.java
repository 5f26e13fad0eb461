package org.huiliu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.huiliu.boot.embedded.EmbeddedPostgres;
import org.huiliu.boot.embedded.EmbeddedRedis;
import org.huiliu.boot.embedded.LocalStack;
import org.huiliu.platform.json.HubJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged hub loses one of its parts under its clients' hands, and gets it back without being started again. */
class LostPartsIT {
    private static final int CLIENTS = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger numbers = new AtomicInteger();
    /** Every answer by the number of its alarm. */
    private final Map<String, HttpResponse<String>> answers = new ConcurrentHashMap<>();

    @Test
    void withoutPostgresEveryReportIsPutOffAndTheHubIsNotReadyUntilItIsBack(@TempDir Path folder) throws Exception {
        Path parts = folder.resolve("parts");
        try (LocalStack stack = LocalStack.start(parts);
                PackagedHub hub = PackagedHub.start(folder, stack.configuration(), List.of("-Xmx256m"))) {
            String token = stack.oidc().mint().issueFor("feed-110");
            try (Crowd crowd = new Crowd(hub, token)) {
                Eventually.holds("reports are taken", () -> answered(202) > CLIENTS);
                stack.postgres().close();
                Eventually.holds("reports are put off", () -> answered(503) > CLIENTS);
                Eventually.holds("the hub is not ready", () -> !hub.ready());
                try (EmbeddedPostgres back = EmbeddedPostgres.start(
                        parts.resolve("postgres"), stack.postgres().port())) {
                    assertThat(back.port()).isEqualTo(stack.postgres().port());
                    Eventually.holds("the hub is ready", hub::ready);
                    int before = answered(202);
                    Eventually.holds("reports are taken again", () -> answered(202) > before + CLIENTS);
                    crowd.close();
                    assertThat(answers.values().stream().map(HttpResponse::statusCode))
                            .containsOnly(202, 503);
                    answers.forEach((number, answer) -> judge(hub, token, number, answer));
                }
            }
        }
    }

    @Test
    void withoutRedisEveryReportIsTakenAndOneSentAgainIsStillKnown(@TempDir Path folder) throws Exception {
        Path parts = folder.resolve("parts");
        try (LocalStack stack = LocalStack.start(parts);
                PackagedHub hub = PackagedHub.start(folder, stack.configuration(), List.of("-Xmx256m"))) {
            String token = stack.oidc().mint().issueFor("feed-110");
            try (Crowd crowd = new Crowd(hub, token)) {
                Eventually.holds("reports are taken", () -> answered(202) > CLIENTS);
                stack.redis().close();
                int before = answers.size();
                Eventually.holds("reports are taken without Redis", () -> answers.size() > before + 10 * CLIENTS);
                assertThat(hub.ready()).isTrue();
                try (EmbeddedRedis back = EmbeddedRedis.start(
                        parts.resolve("redis"), stack.redis().port())) {
                    assertThat(back.port()).isEqualTo(stack.redis().port());
                    int without = answers.size();
                    Eventually.holds("reports are taken with Redis", () -> answers.size() > without + CLIENTS);
                    crowd.close();
                    assertThat(answers.values().stream().map(HttpResponse::statusCode))
                            .containsOnly(202);
                    answers.forEach((number, answer) -> judge(hub, token, number, answer));
                }
            }
        }
    }

    /** What was acknowledged is known under the same ids; what was put off said when to come again, and is taken now. */
    private void judge(PackagedHub hub, String token, String number, HttpResponse<String> answer) {
        HttpResponse<String> again = send(hub, token, number);
        assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
        if (answer.statusCode() == 202) {
            JsonNode told = json(answer);
            assertThat(json(again).get("outcome").asText()).isEqualTo("REPLAYED");
            assertThat(json(again).get("reportId")).isEqualTo(told.get("reportId"));
            assertThat(json(again).get("caseId")).isEqualTo(told.get("caseId"));
        } else {
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(json(answer).get("type").asText()).isEqualTo("urn:huiliu:problem:unavailable");
        }
    }

    private int answered(int status) {
        return (int) answers.values().stream()
                .filter(answer -> answer.statusCode() == status)
                .count();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return HubJson.read(answer.body(), JsonNode.class);
    }

    private HttpResponse<String> send(PackagedHub hub, String token, String number) {
        String alarm = TestAlarms.json(number, "\"GXSJ\":\"2025-09-11 09:21:00\",");
        HttpRequest request = HttpRequest.newBuilder(hub.at("/v1/feeds/110/reports"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(alarm))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("no answer", e);
        }
    }

    /** Clients that send one alarm after the other until they are told to stop. */
    private final class Crowd implements AutoCloseable {
        private final AtomicBoolean enough = new AtomicBoolean();
        private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        private final List<Future<?>> work = new ArrayList<>();

        Crowd(PackagedHub hub, String token) {
            for (int i = 0; i < CLIENTS; i++) {
                work.add(clients.submit(() -> {
                    while (!enough.get()) {
                        String number = "320302%014d".formatted(numbers.incrementAndGet());
                        answers.put(number, send(hub, token, number));
                    }
                }));
            }
        }

        /** Waits for the last answers; a client that got none fails the test. */
        @Override
        public void close() throws Exception {
            enough.set(true);
            clients.shutdown();
            for (Future<?> one : work) {
                one.get();
            }
        }
    }
}
