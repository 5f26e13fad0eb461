package org.huiliu.boot.partner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Takes the receipts that the receiving system brings, in the hub's place, and answers as it is told for each delivery. */
final class ReceiptDesk implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, List<Integer>> answers = new ConcurrentHashMap<>();
    private final Map<String, List<JsonNode>> got = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();

    private ReceiptDesk(HttpServer server) {
        this.server = server;
    }

    static ReceiptDesk open(int port) {
        try {
            ReceiptDesk desk = new ReceiptDesk(HttpServer.create(new InetSocketAddress(port), 0));
            var context = desk.server.createContext("/", desk::take);
            desk.server.start();
            return desk;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Answers the receipts of a delivery with these states, the last one for all that follow; 200 when nothing is said. */
    void answer(String deliveryId, Integer... states) {
        var before = answers.put(deliveryId, new ArrayList<>(List.of(states)));
    }

    /** What came for a delivery once there are as many, or after the time. */
    List<JsonNode> await(String deliveryId, int count, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (receipts(deliveryId).size() < count && left > 0) {
                left = more.awaitNanos(left);
            }
            return receipts(deliveryId);
        } finally {
            lock.unlock();
        }
    }

    private List<JsonNode> receipts(String deliveryId) {
        return List.copyOf(got.getOrDefault(deliveryId, List.of()));
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode receipt = read(exchange.getRequestBody().readNBytes(64 * 1024));
            String delivery = receipt.path("deliveryId").asText();
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            int status;
            lock.lock();
            try {
                boolean added = got.computeIfAbsent(delivery, first -> new ArrayList<>())
                        .add(receipt);
                List<Integer> told = answers.getOrDefault(delivery, List.of());
                status = told.isEmpty() ? 200 : told.size() > 1 ? told.remove(0) : told.get(0);
                more.signalAll();
            } finally {
                lock.unlock();
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static JsonNode read(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    static Duration shortly(Duration patience) {
        return Duration.ofNanos(Math.min(patience.toNanos(), TimeUnit.SECONDS.toNanos(2)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
