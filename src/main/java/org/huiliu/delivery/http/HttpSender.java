package org.huiliu.delivery.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.huiliu.delivery.Agreement;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.DeliveryConfig;
import org.huiliu.delivery.Head;
import org.huiliu.delivery.Outcome;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.Request;
import org.huiliu.delivery.Sender;
import org.huiliu.model.DeliveryKind;
import org.huiliu.platform.telemetry.Trace;

/** Sends by HTTP. Every target has a pool of its own, also where several share a host: one that hangs fills only its own. */
@ApplicationScoped
class HttpSender implements Sender {
    private static final int CONNECT_MILLIS = 3000;
    /** Asking and sending together must end well within the lease, which adds a margin of 15 s to the time of one attempt. */
    private static final Duration LOOK_UP = Duration.ofSeconds(3);

    /** Of an answer; one that never ends is broken off. */
    private static final int LARGEST_HEAD = 16 * 1024;

    private static final byte[] NOTHING = {};

    private final Vertx vertx;
    private final DeliveryConfig config;
    private final Clock clock;
    private final Guard guard;
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    @Inject
    HttpSender(Vertx vertx, DeliveryConfig config, Clock clock) {
        this(vertx, new JvmResolver(vertx), config, clock);
    }

    HttpSender(Vertx vertx, Resolver resolver, DeliveryConfig config, Clock clock) {
        this.vertx = vertx;
        this.guard = new Guard(resolver, config.networks().orElse(List.of()));
        this.config = config;
        this.clock = clock;
    }

    /**
     * An earlier attempt may have arrived although its answer did not: then the receiver is asked first, as its contract
     * announces. Only its own word counts; silence, an error or an older revision and the delivery is sent again, which its
     * stable id makes harmless.
     */
    @Override
    public Uni<Outcome> send(Receiver receiver, Claimed delivery, Request request, Agreement agreement) {
        Optional<String> lookUp = delivery.attempt() == 1 || !delivery.tellsTheCase()
                ? Optional.empty()
                : agreement.lookUp(delivery.caseId());
        return lookUp.isEmpty()
                ? deliver(receiver, delivery, request, agreement)
                : lookUp(receiver, delivery, lookUp.get())
                        .flatMap(said -> said instanceof Outcome.AlreadyHad
                                ? Uni.createFrom().item(said)
                                : deliver(receiver, delivery, request, agreement));
    }

    private Uni<Outcome> deliver(Receiver receiver, Claimed delivery, Request request, Agreement agreement) {
        Head head = request.head();
        RequestOptions options = request(receiver, delivery, head.path())
                .setMethod(HttpMethod.valueOf(head.method()))
                .putHeader("Content-Type", "application/json");
        head.headers().forEach(options::putHeader);
        return exchange(done -> Exchange.delivering(
                        (status, retryAfter, body, whole) ->
                                Outcome.of(status, retryAfter, agreement.read(delivery.kind(), status, body, whole)),
                        vertx,
                        clock,
                        done)
                .begin(client(receiver), () -> ready(receiver, delivery, options), receiver.timeout(), request.body()));
    }

    private Uni<Outcome> lookUp(Receiver receiver, Claimed delivery, String path) {
        RequestOptions options = request(receiver, delivery, path).setMethod(HttpMethod.GET);
        Duration patience = receiver.timeout().compareTo(LOOK_UP) < 0 ? receiver.timeout() : LOOK_UP;
        return exchange(done -> Exchange.lookingUp(delivery.caseRevision(), vertx, clock, done)
                .begin(client(receiver), () -> ready(receiver, delivery, options), patience, NOTHING));
    }

    /** The name stays in the request, for the receiver's certificate and its virtual hosts; the connection goes by number. */
    private Future<RequestOptions> ready(Receiver receiver, Claimed delivery, RequestOptions options) {
        return guard.address(URI.create(receiver.baseUrl()), receiver.access(), delivery.attempt() - 1)
                .map(options::setServer);
    }

    private static Uni<Outcome> exchange(Consumer<Consumer<Outcome>> begin) {
        return Uni.createFrom()
                .<Outcome>emitter(waiting -> begin.accept(waiting::complete))
                .onFailure()
                .recoverWithItem(Exchange::unreachable);
    }

    private HttpClient client(Receiver receiver) {
        return clients.computeIfAbsent(receiver.code(), code -> newClient(receiver));
    }

    private RequestOptions request(Receiver receiver, Claimed delivery, String path) {
        RequestOptions options = new RequestOptions()
                .setAbsoluteURI(receiver.baseUrl() + path)
                .setFollowRedirects(false)
                .putHeader("Accept", "application/json, application/problem+json")
                .putHeader("Huiliu-Delivery-Id", delivery.id().toString());
        if (delivery.traceparent() != null) {
            options = options.putHeader("traceparent", Trace.next(delivery.traceparent()));
        }
        if (delivery.kind() != DeliveryKind.WARNING) {
            options = options.putHeader("Huiliu-Case-Revision", Integer.toString(delivery.caseRevision()));
        }
        String token = config.tokens().get(receiver.code());
        return token == null ? options : options.putHeader("Authorization", "Bearer " + token);
    }

    private HttpClient newClient(Receiver receiver) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(receiver.terms().limits().inFlight())
                .setMaxWaitQueueSize(receiver.terms().limits().inFlight())
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxHeaderSize(LARGEST_HEAD)
                .setKeepAlive(true)
                .setKeepAliveTimeout(30)
                .setIdleTimeout(120)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
    }
}
