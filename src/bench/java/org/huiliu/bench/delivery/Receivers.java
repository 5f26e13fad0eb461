package org.huiliu.bench.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.huiliu.platform.json.HubJson;

/** Receivers on one port that take everything at once, keep when each id came first, and may be told to hang or to fail. */
final class Receivers implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;
    private final Map<String, Arrival> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong repeated = new AtomicLong();
    private final ConcurrentLinkedQueue<Long> moments = new ConcurrentLinkedQueue<>();
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private volatile boolean keepBodies;

    /** The first coming of an id. */
    record Arrival(String target, long nanos, String body) {

        String caseId() {
            return HubJson.read(body, JsonNode.class).path("caseId").asText();
        }
    }

    Receivers() {
        server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String url(String target) {
        return "http://127.0.0.1:" + server.actualPort() + "/" + target;
    }

    /** Forgets what came. */
    void clear(boolean andKeepBodies) {
        keepBodies = andKeepBodies;
        arrivals.clear();
        moments.clear();
        repeated.set(0);
    }

    void hang(String target) {
        boolean added = hanging.add(target);
    }

    void fail(String target) {
        boolean added = failing.add(target);
    }

    void heal() {
        hanging.clear();
        failing.clear();
    }

    Map<String, Arrival> arrivals() {
        return arrivals;
    }

    Collection<String> ids() {
        return Set.copyOf(arrivals.keySet());
    }

    /** How many requests carried an id that had come before. */
    long repeated() {
        return repeated.get();
    }

    /** When requests came, healthy or not, in order. */
    List<Long> moments() {
        List<Long> all = new ArrayList<>(moments);
        all.sort(null);
        return all;
    }

    private void handle(HttpServerRequest request) {
        long now = System.nanoTime();
        String path = request.path();
        int end = path.indexOf('/', 1);
        String target = path.substring(1, end < 0 ? path.length() : end);
        boolean counted = moments.add(now);
        if (hanging.contains(target)) {
            return;
        }
        if (failing.contains(target)) {
            var sent = request.response().setStatusCode(500).end();
            return;
        }
        if (request.method().name().equals("GET")) {
            var sent = request.response().setStatusCode(404).end();
            return;
        }
        String id = request.getHeader("Huiliu-Delivery-Id");
        var read = request.body().onSuccess(body -> {
            Arrival before = arrivals.putIfAbsent(
                    id, new Arrival(target, now, keepBodies ? body.toString(StandardCharsets.UTF_8) : ""));
            if (before != null) {
                long again = repeated.incrementAndGet();
            }
            var sent = request.response()
                    .putHeader("Content-Type", "application/json")
                    .end("{\"receivedAs\":\"R-1\"}");
        });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
