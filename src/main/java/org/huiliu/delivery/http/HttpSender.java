package org.huiliu.delivery.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.DeliveryConfig;
import org.huiliu.delivery.Outcome;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.Sender;

/** Sends by HTTP. Every target has a pool of its own, also where several share a host: one that hangs fills only its own. */
@ApplicationScoped
class HttpSender implements Sender {
    private static final int CONNECT_MILLIS = 3000;

    private final Vertx vertx;
    private final DeliveryConfig config;
    private final Clock clock;
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    HttpSender(Vertx vertx, DeliveryConfig config, Clock clock) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<Outcome> send(Receiver receiver, Claimed delivery, byte[] body) {
        HttpClient client = clients.computeIfAbsent(receiver.code(), code -> newClient());
        return Uni.createFrom()
                .<Outcome>emitter(waiting -> new Exchange(vertx, clock, waiting::complete)
                        .begin(client, request(receiver, delivery), receiver.timeout(), body))
                .onFailure()
                .recoverWithItem(Exchange::unreachable);
    }

    private RequestOptions request(Receiver receiver, Claimed delivery) {
        RequestOptions options = new RequestOptions()
                .setAbsoluteURI(receiver.baseUrl() + path(delivery))
                .setMethod(method(delivery))
                .setFollowRedirects(false)
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json, application/problem+json")
                .putHeader("Huiliu-Delivery-Id", delivery.id().toString())
                .putHeader("Huiliu-Case-Revision", Integer.toString(delivery.caseRevision()));
        String token = config.tokens().get(receiver.code());
        return token == null ? options : options.putHeader("Authorization", "Bearer " + token);
    }

    private static HttpMethod method(Claimed delivery) {
        return switch (delivery.kind()) {
            case CREATE, RECALL, ANSWER -> HttpMethod.POST;
            case UPDATE -> HttpMethod.PUT;
        };
    }

    private static String path(Claimed delivery) {
        return switch (delivery.kind()) {
            case CREATE -> "/cases";
            case UPDATE -> "/cases/" + delivery.caseId();
            case RECALL -> "/cases/" + delivery.caseId() + "/recall";
            case ANSWER -> "/answers";
        };
    }

    private HttpClient newClient() {
        return vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(config.inFlightPerTarget())
                .setMaxWaitQueueSize(config.inFlightPerTarget())
                .setConnectTimeout(CONNECT_MILLIS)
                .setKeepAlive(true)
                .setKeepAliveTimeout(30)
                .setIdleTimeout(120)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
    }
}
