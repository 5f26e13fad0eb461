package org.huiliu.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.huiliu.boot.load.InventedAlarms;
import org.huiliu.boot.run.PackagedHub;
import org.huiliu.platform.json.HubJson;
import org.jspecify.annotations.Nullable;

/** The 110 line of a scenario: sends alarms, and keeps in a journal what it was told. */
final class Callers {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final AtomicInteger SCENARIOS = new AtomicInteger();
    static final String GULOU = "320302";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String token;
    private final int scenario = SCENARIOS.incrementAndGet();
    private final AtomicInteger next = new AtomicInteger();
    /** What each alarm was told first: its case. */
    private final Map<String, String> journal = new ConcurrentHashMap<>();

    private final Map<String, String> districts = new ConcurrentHashMap<>();
    private final AtomicLong contradictions = new AtomicLong();
    /** Answers by status; 0 for none. */
    private final Map<Integer, AtomicLong> answers = new ConcurrentHashMap<>();

    Callers(City city) {
        token = city.token("feed-110");
    }

    /** Numbers of new alarms in a district. */
    List<String> alarms(String district, int count) {
        List<String> numbers = IntStream.range(0, count)
                .mapToObj(i -> "320302%04d%010d".formatted(scenario, next.incrementAndGet()))
                .toList();
        numbers.forEach(number -> districts.putIfAbsent(number, district));
        return numbers;
    }

    /** What the alarms were told: number and case. */
    Map<String, String> journal() {
        return Collections.unmodifiableMap(journal);
    }

    /** All that this line ever tried to send. */
    Collection<String> numbers() {
        return Collections.unmodifiableSet(districts.keySet());
    }

    /** How often an alarm was told another case than before. */
    long contradictions() {
        return contradictions.get();
    }

    long answered(int status) {
        AtomicLong count = answers.get(status);
        return count == null ? 0 : count.get();
    }

    String body(String number) {
        return body(number, 0);
    }

    /** A later version of the same record: the caller adds something. */
    String body(String number, int version) {
        String time = "2025-09-11 %02d:%02d:%02d".formatted(10 + version / 3600, version / 60 % 60, version % 60);
        String alarm = InventedAlarms.json(number, "\"GXSJ\":\"" + time + "\",");
        String told = version == 0 ? alarm : alarm.replace("\",\"JQLBDM\"", ",第" + version + "次补充\",\"JQLBDM\"");
        return told.replace("\"320302\"", "\"" + districts.getOrDefault(number, GULOU) + "\"");
    }

    /** Sends once; the answer, or null when there was none. */
    @Nullable
    HttpResponse<String> send(URI reports, String body) {
        HttpRequest request = HttpRequest.newBuilder(reports)
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            count(answer.statusCode());
            return answer;
        } catch (IOException gone) {
            count(0);
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void count(int status) {
        long now = answers.computeIfAbsent(status, any -> new AtomicLong()).incrementAndGet();
    }

    /** Sends an alarm once; whether it was taken. */
    boolean call(PackagedHub hub, String number) {
        HttpResponse<String> answer = send(reports(hub), body(number));
        if (answer == null) {
            return false;
        }
        if (answer.statusCode() != 202) {
            // the one refusal that a good alarm may meet says when to come again
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            return false;
        }
        told(number, HubJson.read(answer.body(), JsonNode.class).path("caseId").asText());
        return true;
    }

    void told(String number, String caseId) {
        String before = journal.putIfAbsent(number, caseId);
        if (before != null && !before.equals(caseId)) {
            long now = contradictions.incrementAndGet();
        }
    }

    static URI reports(PackagedHub hub) {
        return hub.at("/v1/feeds/110/reports");
    }

    /** Sends alarms from many clients until each is taken; to the pod that the function names at that moment. */
    Work sendAll(Collection<String> numbers, int clients, Function<Integer, @Nullable PackagedHub> pod) {
        ConcurrentLinkedQueue<String> queue = new ConcurrentLinkedQueue<>(numbers);
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int self = i;
            futures.add(threads.submit(() -> {
                String number;
                while ((number = queue.poll()) != null) {
                    PackagedHub hub = pod.apply(self);
                    if (hub == null) {
                        return;
                    }
                    if (!call(hub, number)) {
                        boolean again = queue.add(number);
                    }
                }
            }));
        }
        threads.shutdown();
        return () -> {
            for (Future<?> one : futures) {
                Object nothing = one.get();
            }
        };
    }

    /**
     * Sends alarms as one batch; ends quietly when the pod is killed. This client reads no result before it has sent its
     * last line: it must stay within what the sockets hold.
     */
    void batch(PackagedHub hub, List<String> numbers) throws InterruptedException {
        String lines = numbers.stream().map(number -> body(number) + "\n").collect(Collectors.joining());
        HttpRequest request = HttpRequest.newBuilder(hub.at("/v1/feeds/110/reports/batch"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader results = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
                String line;
                while ((line = results.readLine()) != null) {
                    JsonNode result = HubJson.read(line, JsonNode.class);
                    if (result.path("status").asInt() == 202) {
                        told(
                                numbers.get(result.path("line").asInt() - 1),
                                result.path("caseId").asText());
                    }
                }
            }
        } catch (IOException killed) {
            count(0);
        }
    }

    /** Sends alarms to one pod from a few clients and waits until each is taken. */
    void sendAll(Collection<String> numbers, PackagedHub hub) throws Exception {
        sendAll(numbers, 8, any -> hub).await();
    }

    /** Clients at work. */
    @FunctionalInterface
    interface Work {
        /** Waits for all of them; fails as one of them failed. */
        void await() throws Exception;
    }
}
