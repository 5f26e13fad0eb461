package org.huiliu.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.huiliu.platform.json.HubJson;

/**
 * The receiving systems of the scenarios, on one port: the first path segment names the target. Each takes deliveries as its
 * contract says, keeps what it took, and can be made to misbehave.
 */
final class Sink implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;
    private static final int HUGE = 50 * 1024 * 1024;

    private final Vertx vertx;
    private final HttpServer server;
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Map<String, Integer> newest = new HashMap<>();
    private final Set<String> takenIds = new HashSet<>();
    private final Random random = new Random();

    /**
     * A delivery that came whole.
     *
     * @param first whether its id is new to the target
     * @param late whether its id is new and the target had taken a newer revision of the case
     * @param taken whether the target said that it took it
     */
    record Arrival(
            String target,
            String deliveryId,
            String caseId,
            String kind,
            int revision,
            JsonNode body,
            long nanos,
            boolean first,
            boolean late,
            boolean taken) {}

    /** What a target does with a request; says whether it took the delivery over. */
    @FunctionalInterface
    interface Behaviour {
        boolean answer(HttpServerRequest request);
    }

    Sink(Vertx vertx) {
        this.vertx = vertx;
        server = vertx.createHttpServer(new HttpServerOptions().setMaxInitialLineLength(8192))
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    int port() {
        return server.actualPort();
    }

    /** From now on this target does this. */
    void behave(String target, Behaviour behaviour) {
        Behaviour before = behaviours.put(target, behaviour);
    }

    /** From now on this target works as it should. */
    void heal(String target) {
        Behaviour before = behaviours.remove(target);
    }

    /** All that came to a target, in the order of its coming. */
    List<Arrival> arrivals(String target) {
        synchronized (arrivals) {
            return arrivals.stream().filter(one -> one.target.equals(target)).toList();
        }
    }

    /** What came to any of them. */
    Collection<Arrival> all() {
        synchronized (arrivals) {
            return List.copyOf(arrivals);
        }
    }

    private void handle(HttpServerRequest request) {
        String[] path = request.path().split("/");
        String target = path[1];
        var read = request.body().onSuccess(bytes -> {
            Behaviour behaviour = behaviours.getOrDefault(target, Sink::works);
            if (request.method().name().equals("GET")) {
                lookUp(request, target, path.length > 3 ? path[3] : "");
            } else {
                // a delivery counts as taken before its answer is written: that is what a receiver does
                JsonNode body = HubJson.read(bytes.toString(StandardCharsets.UTF_8), JsonNode.class);
                write(target, body, behaviour.answer(request));
            }
        });
    }

    private void write(String target, JsonNode body, boolean taken) {
        String id = body.path("deliveryId").asText();
        String caseId = body.path("caseId").asText();
        int revision = body.path("revision").asInt();
        synchronized (arrivals) {
            String thread = target + " " + caseId;
            boolean first = !takenIds.contains(target + " " + id);
            boolean late = first && revision < newest.getOrDefault(thread, 0);
            boolean kept = arrivals.add(new Arrival(
                    target,
                    id,
                    caseId,
                    body.path("kind").asText(),
                    revision,
                    body,
                    System.nanoTime(),
                    first,
                    late,
                    taken));
            if (taken) {
                Integer now = newest.merge(thread, revision, Math::max);
                boolean added = takenIds.add(target + " " + id);
            }
        }
    }

    private void lookUp(HttpServerRequest request, String target, String caseId) {
        Integer revision;
        synchronized (arrivals) {
            revision = newest.get(target + " " + caseId);
        }
        var sent = revision == null
                ? request.response().setStatusCode(404).end()
                : request.response().end("{\"revision\":" + revision + ",\"receivedAs\":\"S-1\"}");
    }

    // ------------------------------------------------------------ behaviours

    static boolean works(HttpServerRequest request) {
        var sent =
                request.response().putHeader("Content-Type", "application/json").end("{\"receivedAs\":\"S-1\"}");
        return true;
    }

    static Behaviour status(int status) {
        return request -> {
            var sent = request.response().setStatusCode(status).end();
            return false;
        };
    }

    static boolean hangs(HttpServerRequest request) {
        return false;
    }

    /** Now well, now an error, now a connection that breaks before or after the delivery is taken. */
    Behaviour flaps() {
        return request -> switch (random.nextInt(5)) {
            case 0 -> status(500).answer(request);
            case 1 -> breaks(request, false);
            case 2 -> breaks(request, true);
            default -> works(request);
        };
    }

    private static boolean breaks(HttpServerRequest request, boolean taken) {
        var closed = request.connection().close();
        return taken;
    }

    /** An answer of 50 MB. */
    boolean answersWithoutEnd(HttpServerRequest request) {
        var response = request.response().putHeader("Content-Length", String.valueOf(HUGE));
        var begun = response.write("{\"receivedAs\":\"");
        flood(request, HUGE - CHUNK);
        return true;
    }

    private void flood(HttpServerRequest request, int left) {
        var response = request.response();
        while (left > 0 && !response.closed() && !response.writeQueueFull()) {
            var written = response.write("x".repeat(CHUNK));
            left -= CHUNK;
        }
        int rest = left;
        if (rest > 0 && !response.closed()) {
            var drained = response.drainHandler(nothing -> flood(request, rest));
        }
    }

    /** A header without end: nothing of it is an answer. */
    boolean headsWithoutEnd(HttpServerRequest request) {
        raw(request, "HTTP/1.1 200 OK\r\nX-Endless: ");
        long timer = vertx.setPeriodic(1, tick -> {
            if (request.response().closed()) {
                boolean stopped = vertx.cancelTimer(tick);
            } else {
                raw(request, "x".repeat(CHUNK));
            }
        });
        return false;
    }

    /** No HTTP at all. */
    static boolean talksNonsense(HttpServerRequest request) {
        raw(request, "你好\r\n\r\n<html>");
        return breaks(request, false);
    }

    /** A good status, and a body that is no JSON. */
    static boolean answersNonsense(HttpServerRequest request) {
        var sent =
                request.response().putHeader("Content-Type", "application/json").end("{\"receivedAs\": [[[[");
        return true;
    }

    /** Half of an answer, then silence for good. */
    static boolean stopsHalfWay(HttpServerRequest request) {
        raw(request, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"received");
        return false;
    }

    private static void raw(HttpServerRequest request, String text) {
        var channel = ((Http1xServerConnection) request.connection()).channel();
        var written =
                channel.pipeline().firstContext().writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
