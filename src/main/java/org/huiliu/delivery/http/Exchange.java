package org.huiliu.delivery.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.huiliu.delivery.Outcome;
import org.huiliu.platform.json.HubJson;
import org.jspecify.annotations.Nullable;

/** One request and its answer: over when the answer has ended, its time is up, or it is longer than anyone needs. */
final class Exchange {
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final int LONGEST_NUMBER = 128;
    private static final Pattern REASON_CODE = Pattern.compile("[A-Za-z][A-Za-z_.-]{0,63}");
    private static final Pattern SPOT = Pattern.compile("(/[A-Za-z]{1,32}|/[0-9]{1,3}){1,8}");

    private final Vertx vertx;
    private final Clock clock;
    private final @Nullable Integer sought;
    private final Consumer<Outcome> done;
    private final Buffer answer = Buffer.buffer();
    private @Nullable HttpClientRequest request;
    private long timer = -1;
    private boolean over;

    private Exchange(Vertx vertx, Clock clock, @Nullable Integer sought, Consumer<Outcome> done) {
        this.vertx = vertx;
        this.clock = clock;
        this.sought = sought;
        this.done = done;
    }

    /** Brings a delivery. */
    static Exchange delivering(Vertx vertx, Clock clock, Consumer<Outcome> done) {
        return new Exchange(vertx, clock, null, done);
    }

    /** Asks whether the receiver has a revision of the case: ends as AlreadyHad only when it says so itself. */
    static Exchange lookingUp(int revision, Vertx vertx, Clock clock, Consumer<Outcome> done) {
        return new Exchange(vertx, clock, revision, done);
    }

    /**
     * Begins.
     *
     * @param ready gives the request once everything that it needs is at hand, its checked address included
     */
    void begin(HttpClient client, Supplier<Future<RequestOptions>> ready, Duration timeout, byte[] body) {
        // all that happens to it happens on one thread
        Context here = vertx.getOrCreateContext();
        here.runOnContext(nothing -> {
            // one clock over looking up, connecting, sending and every byte of the answer: a receiver that drips is
            // late too
            timer = vertx.setTimer(timeout.toMillis(), fired -> breakOff(new TimeoutException()));
            ready.get()
                    .onFailure(failure -> here.runOnContext(next -> breakOff(failure)))
                    .onSuccess(options ->
                            here.runOnContext(next -> send(client, options.setTimeout(timeout.toMillis()), body)));
        });
    }

    private void send(HttpClient client, RequestOptions options, byte[] body) {
        if (over) {
            return;
        }
        client.request(options).onFailure(this::breakOff).onSuccess(opened -> {
            request = opened;
            if (over) {
                reset();
                return;
            }
            opened.send(Buffer.buffer(body)).onFailure(this::breakOff).onSuccess(this::read);
        });
    }

    private void read(HttpClientResponse response) {
        response.exceptionHandler(this::breakOff);
        response.handler(chunk -> {
            int room = LONGEST_ANSWER - answer.length();
            answer.appendBuffer(chunk.length() <= room ? chunk : chunk.slice(0, room));
            if (chunk.length() > room) {
                end(outcome(response));
                reset();
            }
        });
        response.endHandler(ended -> end(outcome(response)));
    }

    private void breakOff(Throwable failure) {
        end(unreachable(failure));
        reset();
    }

    private void reset() {
        if (request != null) {
            request.reset();
        }
    }

    private void end(Outcome outcome) {
        if (!over) {
            over = true;
            vertx.cancelTimer(timer);
            done.accept(outcome);
        }
    }

    static Outcome unreachable(Throwable failure) {
        if (failure instanceof NotSent held) {
            return new Outcome.Unreachable(held.reason());
        }
        return new Outcome.Unreachable(
                failure instanceof TimeoutException || failure instanceof SocketTimeoutException
                        ? "TIMEOUT"
                        : failure.getClass().getSimpleName());
    }

    private Outcome outcome(HttpClientResponse response) {
        return sought == null ? ofDelivery(response) : ofLookUp(response, sought);
    }

    private Outcome ofLookUp(HttpClientResponse response, int revision) {
        return response.statusCode() == 200 && body().path("revision").asInt(-1) >= revision
                ? new Outcome.AlreadyHad(receivedAs())
                : new Outcome.Unreachable("NOT_SAID");
    }

    private Outcome ofDelivery(HttpClientResponse response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Outcome.Accepted(receivedAs());
        }
        return switch (status) {
            case 409 -> new Outcome.AlreadyHad(receivedAs());
            case 429, 503 -> new Outcome.Busy(status, retryAfter(response.getHeader("Retry-After")));
            // the receiver's own time-out for our request
            case 408 -> new Outcome.Unreachable("HTTP 408");
            default ->
                status >= 500
                        ? new Outcome.Unreachable("HTTP " + status)
                        : new Outcome.Refused(status, status < 400 ? "REDIRECT" : reason());
        };
    }

    private @Nullable String receivedAs() {
        String number = body().path("receivedAs").asText("");
        return number.isEmpty() || number.length() > LONGEST_NUMBER || number.indexOf('\0') >= 0 ? null : number;
    }

    /** The receiver's code and the spots it names. Its title and detail may quote the citizen and are not kept. */
    private String reason() {
        JsonNode problem = body();
        List<String> parts = new ArrayList<>();
        String code = problem.path("reason").asText("");
        if (REASON_CODE.matcher(code).matches()) {
            parts.add(code);
        }
        for (JsonNode fault : problem.path("faults")) {
            String pointer = fault.path("pointer").asText("");
            if (parts.size() < 10 && SPOT.matcher(pointer).matches()) {
                parts.add(pointer);
            }
        }
        return parts.isEmpty() ? "NO_REASON_GIVEN" : String.join(" ", parts);
    }

    private JsonNode body() {
        try {
            return HubJson.mapper().readTree(answer.toString(StandardCharsets.UTF_8));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }

    private @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            if (header.matches("\\d{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(header));
            }
            Duration until = Duration.between(
                    clock.instant(), ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME));
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
