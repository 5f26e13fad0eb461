package org.huiliu.delivery.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.huiliu.delivery.Agreement;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.DeliveryConfig;
import org.huiliu.delivery.Head;
import org.huiliu.delivery.Outcome;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.Request;
import org.huiliu.delivery.Secrets;
import org.huiliu.delivery.Sender;
import org.huiliu.delivery.Sent;
import org.huiliu.model.DeliveryKind;
import org.huiliu.platform.telemetry.Trace;

/** Sends by HTTP. What it takes to get in at a receiver is the {@link Entrance}'s, the connections are {@link Connections}'. */
@ApplicationScoped
class HttpSender implements Sender {
    /** Asking and sending together must end well within the lease, which adds a margin of 15 s to the time of one attempt. */
    private static final Duration LOOK_UP = Duration.ofSeconds(3);

    private static final int UNAUTHENTICATED = 401;
    private static final byte[] NOTHING = {};

    private final Vertx vertx;
    private final Clock clock;
    private final Entrance entrance;

    @Inject
    HttpSender(Vertx vertx, Secrets secrets, DeliveryConfig config, Clock clock) {
        this(vertx, new JvmResolver(vertx), secrets, config, clock);
    }

    HttpSender(Vertx vertx, Resolver resolver, Secrets secrets, DeliveryConfig config, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.entrance = new Entrance(
                vertx,
                new Guard(resolver, config.networks().orElse(List.of())),
                secrets,
                new Connections(vertx),
                clock);
    }

    /**
     * An earlier attempt may have arrived although its answer did not: then the receiver is asked first, as its contract
     * announces. Only its own word counts; silence, an error or an older revision and the delivery is sent again, which its
     * stable id makes harmless.
     */
    @Override
    public Uni<Sent> send(Receiver receiver, Claimed delivery, Request request, Agreement agreement) {
        Optional<String> lookUp = delivery.mayHaveArrived() ? agreement.lookUp(delivery.caseId()) : Optional.empty();
        return lookUp.isEmpty()
                ? deliver(receiver, delivery, request, agreement)
                : lookUp(receiver, delivery, lookUp.get())
                        .flatMap(said -> said.outcome() instanceof Outcome.AlreadyHad
                                ? Uni.createFrom().item(said)
                                : deliver(receiver, delivery, request, agreement));
    }

    /** A receiver that has forgotten the hub's token gets a new one at once; that it takes that one neither is its answer. */
    private Uni<Sent> deliver(Receiver receiver, Claimed delivery, Request request, Agreement agreement) {
        long begun = System.nanoTime();
        return deliver(receiver, delivery, request, agreement, receiver.timeout())
                .flatMap(said -> {
                    Duration left = receiver.timeout().minusNanos(System.nanoTime() - begun);
                    boolean again = said.outcome() instanceof Outcome.Refused refused
                            && refused.status() == UNAUTHENTICATED
                            && entrance.renew(receiver)
                            && !left.isNegative();
                    return again
                            ? deliver(receiver, delivery, request, agreement, left)
                            : Uni.createFrom().item(said);
                });
    }

    private Uni<Sent> deliver(
            Receiver receiver, Claimed delivery, Request request, Agreement agreement, Duration patience) {
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
                .begin(() -> open(receiver, delivery, options, request.body()), patience, request.body()));
    }

    private Uni<Sent> lookUp(Receiver receiver, Claimed delivery, String path) {
        RequestOptions options = request(receiver, delivery, path).setMethod(HttpMethod.GET);
        Duration patience = receiver.timeout().compareTo(LOOK_UP) < 0 ? receiver.timeout() : LOOK_UP;
        return exchange(done -> Exchange.lookingUp(delivery.caseRevision(), vertx, clock, done)
                .begin(() -> open(receiver, delivery, options, NOTHING), patience, NOTHING));
    }

    private Future<Entrance.Opened> open(Receiver receiver, Claimed delivery, RequestOptions options, byte[] body) {
        return entrance.open(receiver, delivery.id().toString(), delivery.attempt() - 1, options, body);
    }

    private static Uni<Sent> exchange(Consumer<Consumer<Sent>> begin) {
        return Uni.createFrom()
                .<Sent>emitter(waiting -> begin.accept(waiting::complete))
                .onFailure()
                .recoverWithItem(failure -> Sent.unanswered(Exchange.unreachable(failure)));
    }

    private RequestOptions request(Receiver receiver, Claimed delivery, String path) {
        // put together from its parts: whatever the path is, the host stays the receiver's
        URI base = URI.create(receiver.baseUrl());
        RequestOptions options = new RequestOptions()
                .setSsl("https".equalsIgnoreCase(base.getScheme()))
                .setHost(base.getHost())
                .setPort(Guard.port(base))
                .setURI(base.getRawPath() + path)
                .setFollowRedirects(false)
                .putHeader("Accept", "application/json, application/problem+json")
                .putHeader("Huiliu-Delivery-Id", delivery.id().toString());
        if (delivery.traceparent() != null) {
            options = options.putHeader("traceparent", Trace.next(delivery.traceparent()));
        }
        if (delivery.kind() != DeliveryKind.WARNING) {
            options = options.putHeader("Huiliu-Case-Revision", Integer.toString(delivery.caseRevision()));
        }
        return options;
    }
}
