package org.huiliu.delivery.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.huiliu.delivery.Access;
import org.huiliu.delivery.Keyring;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.SecretKind;
import org.huiliu.delivery.Secrets;
import org.huiliu.delivery.signing.Message;
import org.huiliu.delivery.signing.Scheme;
import org.huiliu.delivery.signing.Signatures;
import org.huiliu.delivery.signing.SigningKey;
import org.huiliu.delivery.signing.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request ready to go in at a receiver: where the connection goes, by which certificates, who the hub says it is, and
 * the signatures. What cannot be made ready is not sent.
 */
final class Entrance {
    private static final String BEARER = "Bearer ";

    private final Vertx vertx;
    private final Guard guard;
    private final Secrets secrets;
    private final Connections connections;
    private final Tokens tokens;
    private final Clock clock;

    Entrance(Vertx vertx, Guard guard, Secrets secrets, Connections connections, Clock clock) {
        this.vertx = vertx;
        this.guard = guard;
        this.secrets = secrets;
        this.connections = connections;
        this.tokens = new Tokens(vertx, guard, clock);
        this.clock = clock;
    }

    /**
     * A request that is ready.
     *
     * @param credential what it shows to get in; null for nothing
     */
    record Opened(
            HttpClient client,
            RequestOptions options,
            @Nullable String credential) {
        @Override
        public String toString() {
            return "Opened[" + options.getMethod() + " " + options.getURI() + "]";
        }
    }

    /**
     * Makes a request ready.
     *
     * @param id the delivery's
     * @param turn which of the receiver's addresses, where it has several
     * @param options method, URL and headers
     * @param body what will be sent
     */
    Future<Opened> open(Receiver receiver, String id, int turn, RequestOptions options, byte[] body) {
        return keyring(receiver).compose(keyring -> {
            HttpClient client = connections.of(receiver, keyring);
            // the name stays in the request, for the receiver's certificate and its virtual hosts; the connection goes
            // by number
            return guard.address(URI.create(receiver.baseUrl()), receiver.access(), turn)
                    .map(options::setServer)
                    .compose(addressed -> named(receiver, keyring, client, addressed))
                    .compose(named -> signed(receiver, keyring, id, named, body))
                    .map(signed -> new Opened(client, signed, credential(receiver, signed)));
        });
    }

    /** The receiver did not take who the hub says it is; whether asking once more may help. */
    boolean renew(Receiver receiver) {
        boolean had = receiver.access().auth() instanceof Access.Auth.OAuth2;
        if (had) {
            tokens.drop(receiver);
        }
        return had;
    }

    private static @Nullable String credential(Receiver receiver, RequestOptions options) {
        if (receiver.access().ownSecret() == null) {
            return null;
        }
        return receiver.access().auth() instanceof Access.Auth.ApiKey key
                ? options.getHeaders().get(key.header())
                : options.getHeaders().get("Authorization").substring(BEARER.length());
    }

    private Future<Keyring> keyring(Receiver receiver) {
        Promise<Keyring> promise = Promise.promise();
        // over plain HTTP not even a certificate is needed
        boolean none = receiver.access().ownSecret() == null
                && receiver.access().signatures().isEmpty()
                && receiver.baseUrl().startsWith("http:");
        Uni<Keyring> asked = none ? Uni.createFrom().item(Keyring.EMPTY) : secrets.of(receiver.code());
        asked.subscribe().with(promise::complete, failure -> promise.fail(new NotSent("SECRETS_UNREADABLE")));
        return promise.future();
    }

    private Future<RequestOptions> named(
            Receiver receiver, Keyring keyring, HttpClient client, RequestOptions options) {
        SecretKind kind = receiver.access().ownSecret();
        if (kind == null) {
            return Future.succeededFuture(options);
        }
        Keyring.Held secret = keyring.current(kind).orElseThrow(() -> NotSent.secretMissing(kind));
        Access.Auth auth = receiver.access().auth();
        if (auth instanceof Access.Auth.ApiKey key) {
            return Future.succeededFuture(options.putHeader(key.header(), secret.value()));
        }
        Future<String> token = auth instanceof Access.Auth.OAuth2 had
                ? tokens.token(receiver, had, secret, client)
                : Future.succeededFuture(secret.value());
        return token.map(value -> options.putHeader("Authorization", BEARER + value));
    }

    private Future<RequestOptions> signed(
            Receiver receiver, Keyring keyring, String id, RequestOptions options, byte[] body) {
        List<Scheme> wanted = receiver.access().signatures();
        if (wanted.isEmpty()) {
            return Future.succeededFuture(options);
        }
        Map<Scheme, List<SigningKey>> keys = keyring.signing(wanted, clock.instant());
        for (Scheme one : wanted) {
            if (!keys.containsKey(one)) {
                throw NotSent.secretMissing(SecretKind.valueOf(one.name()));
            }
        }
        Message message = new Message(id, options.getMethod().name(), options.getURI(), body);
        Stamp stamp = Stamp.fresh(clock.instant(), receiver.access().appId());
        // a signature by a key pair takes longer than an event loop may be held
        Future<Map<String, String>> headers = wanted.stream().anyMatch(Scheme::asymmetric)
                ? vertx.executeBlocking(() -> Signatures.headers(message, stamp, keys), false)
                : Future.succeededFuture(Signatures.headers(message, stamp, keys));
        return headers.map(made -> {
            made.forEach(options::putHeader);
            return options;
        });
    }
}
