package org.huiliu.boot.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Signs what a sandbox target has taken: one receipt, brought again under its own id until the hub has answered for good. */
final class Receipts {
    private static final int MOST_TRIES = 6;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    void sign(JsonNode delivery, Knobs knobs) {
        String url = delivery.path("receiptsUrl").asText();
        if (!url.isEmpty()) {
            var begun = send(
                    url, delivery.path("deliveryId").asText(), UUID.randomUUID().toString(), knobs, 1);
        }
    }

    private CompletableFuture<Void> send(String url, String delivery, String receipt, Knobs knobs, int attempt) {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("deliveryId", delivery)
                .put("receiptId", receipt)
                .put("kind", "SIGNED")
                .toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(5))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .handle((answer, failure) -> failure != null || answer.statusCode() >= 500)
                .thenCompose(lost -> {
                    boolean again = lost || knobs.has(Knobs.Bug.STUBBORN_RECEIPTS);
                    if (!again || attempt >= MOST_TRIES) {
                        return CompletableFuture.completedFuture(null);
                    }
                    String next = knobs.has(Knobs.Bug.NEW_RECEIPT_ID)
                            ? UUID.randomUUID().toString()
                            : receipt;
                    return CompletableFuture.runAsync(
                                    () -> {},
                                    CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS))
                            .thenCompose(waited -> send(url, delivery, next, knobs, attempt + 1));
                });
    }
}
