package org.huiliu.delivery.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.huiliu.delivery.Keyring;
import org.huiliu.delivery.Pem;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.SecretKind;
import org.jspecify.annotations.Nullable;

/**
 * The connections to each target: a pool of its own, also where several share a host, so that one that hangs fills only its own;
 * opened with its own certificates and as wide as its terms say, and opened anew when one of these changes.
 */
final class Connections {
    private static final int CONNECT_MILLIS = 3000;
    /** Of an answer; one that never ends is broken off. */
    private static final int LARGEST_HEAD = 16 * 1024;
    /** Longer than any request that may still be under way. */
    private static final Duration LAST_REQUESTS = Duration.ofMinutes(2);

    private final Vertx vertx;
    private final Map<String, Pool> pools = new ConcurrentHashMap<>();

    Connections(Vertx vertx) {
        this.vertx = vertx;
    }

    /** As what a pool was opened. */
    private record Papers(Optional<UUID> own, Optional<UUID> authorities, int most) {}

    private record Pool(Papers papers, HttpClient client) {}

    /**
     * The client of a receiver.
     *
     * @throws NotSent when it is to show a certificate and there is none
     */
    HttpClient of(Receiver receiver, Keyring keyring) {
        Keyring.@Nullable Held own = receiver.access().clientCertificate()
                ? keyring.current(SecretKind.CLIENT_CERTIFICATE)
                        .orElseThrow(() -> NotSent.secretMissing(SecretKind.CLIENT_CERTIFICATE))
                : null;
        Keyring.@Nullable Held authorities = keyring.current(SecretKind.CA).orElse(null);
        Papers papers = new Papers(
                Optional.ofNullable(own).map(Keyring.Held::id),
                Optional.ofNullable(authorities).map(Keyring.Held::id),
                receiver.terms().limits().inFlight());
        return pools.compute(receiver.code(), (code, before) -> {
                    if (before != null && before.papers.equals(papers)) {
                        return before;
                    }
                    if (before != null) {
                        retire(before.client);
                    }
                    return new Pool(papers, vertx.createHttpClient(options(own, authorities, papers.most)));
                })
                .client;
    }

    private void retire(HttpClient client) {
        long unused = vertx.setTimer(LAST_REQUESTS.toMillis(), over -> {
            var closed = client.close();
        });
    }

    private HttpClientOptions options(Keyring.@Nullable Held own, Keyring.@Nullable Held authorities, int most) {
        HttpClientOptions options = new HttpClientOptions()
                .setMaxPoolSize(most)
                .setMaxWaitQueueSize(most)
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxHeaderSize(LARGEST_HEAD)
                .setKeepAlive(true)
                .setKeepAliveTimeout(30)
                .setIdleTimeout(120)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        if (own != null) {
            Pem.Parts parts = Pem.parts(own.value());
            options = options.setKeyCertOptions(new PemKeyCertOptions()
                    .addKeyValue(Buffer.buffer(parts.key()))
                    .addCertValue(Buffer.buffer(parts.certificates())));
        }
        return authorities == null
                ? options
                : options.setTrustOptions(new PemTrustOptions()
                        .addCertValue(
                                Buffer.buffer(Pem.parts(authorities.value()).certificates())));
    }
}
