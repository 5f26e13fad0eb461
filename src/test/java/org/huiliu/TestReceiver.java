package org.huiliu;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Receivers that behave as a test wants: the first path segment names the target. Untold, they answer 200. */
public final class TestReceiver implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Consumer<HttpServerRequest>> behaviours = new ConcurrentHashMap<>();
    private final List<Got> got = new CopyOnWriteArrayList<>();

    /**
     * A request that came.
     *
     * @param headers by their names in lower case
     */
    public record Got(
            String target,
            String method,
            String path,
            String deliveryId,
            String revision,
            String body,
            String traceparent,
            Map<String, String> headers) {}

    public TestReceiver(Vertx vertx) {
        server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public String baseUrl(String target) {
        return "http://127.0.0.1:" + server.actualPort() + "/" + target;
    }

    /** From now on. */
    public void behave(String target, Consumer<HttpServerRequest> behaviour) {
        var before = behaviours.put(target, behaviour);
    }

    public List<Got> got(String target) {
        return got.stream().filter(one -> one.target().equals(target)).toList();
    }

    public static Consumer<HttpServerRequest> answer(int status, String body, String... header) {
        return request -> {
            for (int i = 0; i < header.length; i += 2) {
                var unused = request.response().putHeader(header[i], header[i + 1]);
            }
            var sent = request.response().setStatusCode(status).end(body);
        };
    }

    private void handle(HttpServerRequest request) {
        String target = request.path().split("/")[1];
        var unused = request.body().onSuccess(body -> {
            got.add(new Got(
                    target,
                    request.method().name(),
                    request.path().substring(target.length() + 1),
                    String.valueOf(request.getHeader("Huiliu-Delivery-Id")),
                    String.valueOf(request.getHeader("Huiliu-Case-Revision")),
                    body.toString(),
                    String.valueOf(request.getHeader("traceparent")),
                    headers(request)));
            behaviours
                    .getOrDefault(target, answer(200, "{\"receivedAs\":\"R-1\"}"))
                    .accept(request);
        });
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach(one -> headers.put(one.getKey().toLowerCase(Locale.ROOT), one.getValue()));
        return Map.copyOf(headers);
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
