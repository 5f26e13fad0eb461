package org.huiliu.boot.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends a file of records through the 12345 feed and prints how many came to which outcome. Run it beside a local run:
 *
 * <pre>mvn -q -Prun exec:java@load -Dload.file=… -Dload.shape=messages</pre>
 *
 * <p>Options: {@code load.file} · {@code load.shape}: {@code messages}, {@code tickets} or pairs {@code field=column} ·
 * {@code load.batch=true}: one NDJSON request instead of many · {@code load.url}: the hub (http://localhost:8080) ·
 * {@code load.token}: a bearer token; without it one is fetched with what {@code /dev} of the local run says.
 */
public final class RealInputLoader {

    private static final int AT_ONCE = 32;
    private static final String FEED = "12345";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String hub;
    private final String token;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> refusals = new ArrayList<>();

    private RealInputLoader(String hub, String token) {
        this.hub = hub;
        this.token = token;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        String hub = System.getProperty("load.url", "http://localhost:8080");
        String file = System.getProperty("load.file");
        if (file == null) {
            throw new IllegalArgumentException("Say which file: -Dload.file=…");
        }
        RecordShape shape = RecordShape.named(System.getProperty("load.shape", shapeOf(file)));
        List<Map<String, String>> orders =
                RecordFile.read(Path.of(file)).stream().map(shape.order()).toList();
        String given = System.getProperty("load.token");
        long begun = System.nanoTime();
        RealInputLoader loader = new RealInputLoader(hub, given == null ? fetchToken(hub) : given);
        if (Boolean.getBoolean("load.batch")) {
            loader.sendTogether(orders);
        } else {
            loader.sendOneByOne(orders);
        }
        loader.report(System.out, orders.size(), Duration.ofNanos(System.nanoTime() - begun));
    }

    private static String shapeOf(String file) {
        return file.endsWith(".csv") ? "tickets" : "messages";
    }

    private void sendOneByOne(List<Map<String, String>> orders) throws IOException, InterruptedException {
        Semaphore free = new Semaphore(AT_ONCE);
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (Map<String, String> order : orders) {
            HttpRequest request = request("/reports", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(order)))
                    .build();
            free.acquire();
            sent.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .handle((answer, failure) -> {
                        free.release();
                        if (failure == null) {
                            count(order, answer.statusCode(), answer.body());
                        } else {
                            count(order, 0, String.valueOf(failure.getMessage()));
                        }
                        return null;
                    }));
        }
        Void all =
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    }

    private void sendTogether(List<Map<String, String>> orders) throws IOException, InterruptedException {
        String lines = orders.stream().map(this::line).collect(Collectors.joining());
        HttpRequest request = request("/reports/batch", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
        HttpResponse<Stream<String>> answer = client.send(request, HttpResponse.BodyHandlers.ofLines());
        List<String> results = answer.body().filter(line -> !line.isBlank()).toList();
        if (answer.statusCode() >= 300) {
            throw new IOException("The batch was refused with " + answer.statusCode() + ": " + results);
        }
        for (int i = 0; i < results.size(); i++) {
            count(orders.get(Math.min(i, orders.size() - 1)), 202, results.get(i));
        }
    }

    private HttpRequest.Builder request(String path, String type) {
        return HttpRequest.newBuilder(URI.create(hub + "/v1/feeds/" + FEED + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type);
    }

    private String line(Map<String, String> order) {
        return json.valueToTree(order) + "\n";
    }

    private synchronized void count(Map<String, String> order, int status, String body) {
        String outcome = outcome(status, body);
        int times = counts.merge(outcome, 1, Integer::sum);
        if (Character.isDigit(outcome.charAt(0)) && times <= 3) {
            refusals.add(order.get("orderNo") + ": " + body);
        }
    }

    /** The outcome of an accepted report, the status of a refused one. */
    private String outcome(int status, String body) {
        try {
            JsonNode answer = json.readTree(body);
            if (answer.hasNonNull("outcome")) {
                return answer.get("outcome").asText();
            }
            JsonNode problem = answer.has("problem") ? answer.get("problem") : answer;
            return problem.path("status").asInt(status) + " "
                    + problem.path("title").asText();
        } catch (IOException e) {
            return status + " not JSON";
        }
    }

    private void report(PrintStream out, int records, Duration took) {
        out.printf("%d records in %.1f s%n", records, took.toMillis() / 1000.0);
        counts.forEach((outcome, times) -> out.printf("%7d  %s%n", times, outcome));
        refusals.forEach(refusal -> out.println("  " + refusal));
    }

    private static String fetchToken(String hub) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        ObjectMapper json = new ObjectMapper();
        HttpRequest where = HttpRequest.newBuilder(URI.create(hub + "/dev")).build();
        JsonNode dev = json.readTree(
                client.send(where, HttpResponse.BodyHandlers.ofString()).body());
        for (JsonNode feed : dev.at("/clients/feeds")) {
            if (feed.path("feed").asText().equals(FEED)) {
                String login =
                        feed.path("id").asText() + ":" + feed.path("secret").asText();
                String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
                HttpRequest question = HttpRequest.newBuilder(
                                URI.create(dev.path("tokenEndpoint").asText()))
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                        .build();
                return json.readTree(client.send(question, HttpResponse.BodyHandlers.ofString())
                                .body())
                        .path("access_token")
                        .asText();
            }
        }
        throw new IOException(hub + "/dev names no client for the feed " + FEED + ": give a token with -Dload.token=…");
    }
}
