package org.huiliu.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.huiliu.delivery.Access;
import org.huiliu.delivery.Keyring;
import org.huiliu.delivery.Receiver;
import org.huiliu.platform.json.HubJson;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens (OAuth 2, client credentials), kept for each target. One request at a time asks for a new one, before the old one
 * ends; an old one that is still good serves when none is to be had.
 */
final class Tokens {
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    /** What a server that says nothing of it is taken to mean. */
    private static final long USUAL_SECONDS = 300;

    private static final long LONGEST_SECONDS = 86_400;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]{1,8192}");

    private final Vertx vertx;
    private final Guard guard;
    private final Clock clock;
    private final Map<String, Token> known = new ConcurrentHashMap<>();
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    Tokens(Vertx vertx, Guard guard, Clock clock) {
        this.vertx = vertx;
        this.guard = guard;
        this.clock = clock;
    }

    /** For what a token is had: with another one of these it is another token. */
    private record Grant(Access.Auth.OAuth2 auth, UUID secret) {}

    private record Token(Grant grant, String value, Instant renewAt, Instant endsAt) {
        @Override
        public String toString() {
            return "Token[until " + endsAt + "]";
        }
    }

    private record Asked(Grant grant, Future<Token> answer) {}

    /** A token that is good now. */
    Future<String> token(Receiver receiver, Access.Auth.OAuth2 auth, Keyring.Held secret, HttpClient client) {
        Grant grant = new Grant(auth, secret.id());
        Token have = known.get(receiver.code());
        Instant now = clock.instant();
        if (have != null && have.grant.equals(grant) && now.isBefore(have.renewAt)) {
            return Future.succeededFuture(have.value);
        }
        boolean good = have != null && have.grant.equals(grant) && now.isBefore(have.endsAt);
        Future<String> fresh = ask(receiver, grant, secret, client).map(Token::value);
        return good && have != null ? fresh.otherwise(have.value) : fresh;
    }

    /** Forgets a token that the receiver did not take. */
    void drop(Receiver receiver) {
        var unused = known.remove(receiver.code());
    }

    private Future<Token> ask(Receiver receiver, Grant grant, Keyring.Held secret, HttpClient client) {
        Promise<Token> answer = Promise.promise();
        Asked mine = new Asked(grant, answer.future());
        Asked others = asked.compute(
                receiver.code(), (code, before) -> before != null && before.grant.equals(grant) ? before : mine);
        if (others != mine) {
            return others.answer;
        }
        fetch(receiver, grant, secret, client).onComplete(done -> {
            if (done.succeeded()) {
                var before = known.put(receiver.code(), done.result());
            }
            boolean removed = asked.remove(receiver.code(), mine);
            answer.handle(done);
        });
        return answer.future();
    }

    private Future<Token> fetch(Receiver receiver, Grant grant, Keyring.Held secret, HttpClient client) {
        Access.Auth.OAuth2 auth = grant.auth;
        Duration wait = receiver.timeout().compareTo(LONGEST_WAIT) < 0 ? receiver.timeout() : LONGEST_WAIT;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(auth.tokenUrl().toString())
                .setFollowRedirects(false)
                .setTimeout(wait.toMillis())
                .putHeader("Accept", "application/json")
                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                .putHeader("Authorization", "Basic " + basic(auth.clientId(), secret.value()));
        String form = "grant_type=client_credentials" + (auth.scope() == null ? "" : "&scope=" + escaped(auth.scope()));
        Promise<Token> token = Promise.promise();
        long timer = vertx.setTimer(wait.toMillis(), late -> {
            boolean first = token.tryFail(new NotSent("TOKEN_TIMEOUT"));
        });
        guard.address(auth.tokenUrl(), receiver.access(), 0)
                .compose(server -> client.request(options.setServer(server)))
                .compose(request -> {
                    // whatever became of it: a request that is still under way ends here
                    token.future().onComplete(over -> request.reset());
                    return request.send(Buffer.buffer(form)).compose(response -> body(response, request));
                })
                .map(answer -> read(grant, answer))
                .onSuccess(token::tryComplete)
                .onFailure(failure -> token.tryFail(
                        failure instanceof NotSent
                                ? failure
                                : new NotSent("TOKEN_UNREACHABLE "
                                        + failure.getClass().getSimpleName())));
        return token.future().onComplete(over -> vertx.cancelTimer(timer));
    }

    private static Future<Buffer> body(HttpClientResponse response, HttpClientRequest request) {
        // what comes after the answer is known does not matter
        response.exceptionHandler(late -> {});
        if (response.statusCode() != 200) {
            return Future.failedFuture(new NotSent("TOKEN_REFUSED " + response.statusCode()));
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer answer = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.handler(chunk -> {
            if (answer.length() + chunk.length() > LONGEST_ANSWER) {
                boolean first = whole.tryFail(new NotSent("TOKEN_UNREADABLE"));
                boolean reset = request.reset();
            } else {
                answer.appendBuffer(chunk);
            }
        });
        response.endHandler(ended -> whole.tryComplete(answer));
        return whole.future();
    }

    private Token read(Grant grant, Buffer answer) {
        JsonNode json;
        try {
            json = HubJson.mapper().readTree(answer.getBytes());
        } catch (java.io.IOException e) {
            throw new NotSent("TOKEN_UNREADABLE");
        }
        String value = json.path("access_token").asText("");
        String type = json.path("token_type").asText("Bearer");
        if (!TOKEN.matcher(value).matches() || !type.equalsIgnoreCase("Bearer")) {
            throw new NotSent("TOKEN_UNREADABLE");
        }
        long seconds =
                Math.max(1, Math.min(LONGEST_SECONDS, json.path("expires_in").asLong(USUAL_SECONDS)));
        Instant now = clock.instant();
        // a fifth of its life is left, at most a minute
        return new Token(
                grant,
                value,
                now.plusSeconds(seconds - Math.min(60, Math.max(1, seconds / 5))),
                now.plusSeconds(seconds));
    }

    private static String basic(String id, String secret) {
        return Base64.getEncoder()
                .encodeToString((escaped(id) + ":" + escaped(secret)).getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(@Nullable String text) {
        return URLEncoder.encode(text == null ? "" : text, StandardCharsets.UTF_8);
    }
}
