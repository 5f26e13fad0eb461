package org.huiliu.delivery.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.huiliu.delivery.Outcome;
import org.huiliu.delivery.Sent;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Incident;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One request and its answer: over when the answer has ended, its time is up, or it is longer than anyone needs. */
final class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final int LONGEST_NUMBER = 128;
    /** Of an answer, for operators. */
    private static final int KEPT = 4 * 1024;

    private final Vertx vertx;
    private final Clock clock;
    private final Meaning meaning;
    private final Consumer<Sent> done;
    private final Buffer answer = Buffer.buffer();
    private @Nullable HttpClientRequest request;
    private @Nullable String credential;
    private long timer = -1;
    private boolean over;

    /** What an answer means. */
    @FunctionalInterface
    interface Meaning {
        Outcome of(int status, @Nullable Duration retryAfter, byte[] body, boolean whole);
    }

    private Exchange(Meaning meaning, Vertx vertx, Clock clock, Consumer<Sent> done) {
        this.meaning = meaning;
        this.vertx = vertx;
        this.clock = clock;
        this.done = done;
    }

    /** Brings a delivery. */
    static Exchange delivering(Meaning meaning, Vertx vertx, Clock clock, Consumer<Sent> done) {
        return new Exchange(meaning, vertx, clock, done);
    }

    /** Asks whether the receiver has a revision of the case: ends as AlreadyHad only when it says so itself. */
    static Exchange lookingUp(int revision, Vertx vertx, Clock clock, Consumer<Sent> done) {
        return new Exchange(
                (status, retryAfter, body, whole) -> ofLookUp(status, body(body), revision), vertx, clock, done);
    }

    /**
     * Begins.
     *
     * @param ready gives the request once everything that it needs is at hand, its checked address included
     */
    void begin(Supplier<Future<Entrance.Opened>> ready, Duration timeout, byte[] body) {
        // all that happens to it happens on one thread
        Context here = vertx.getOrCreateContext();
        here.runOnContext(nothing -> {
            // one clock over looking up, connecting, sending and every byte of the answer: a receiver that drips is
            // late too
            timer = vertx.setTimer(timeout.toMillis(), fired -> breakOff(new TimeoutException()));
            Future.succeededFuture()
                    .compose(begun -> ready.get())
                    .onFailure(failure -> here.runOnContext(next -> breakOff(failure)))
                    .onSuccess(opened -> here.runOnContext(next -> send(opened, timeout, body)));
        });
    }

    private void send(Entrance.Opened opening, Duration timeout, byte[] body) {
        if (over) {
            return;
        }
        credential = opening.credential();
        opening.client()
                .request(opening.options().setTimeout(timeout.toMillis()))
                .onFailure(this::breakOff)
                .onSuccess(opened -> {
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
                end(outcome(response, false));
                reset();
            }
        });
        response.endHandler(ended -> end(outcome(response, true)));
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
            done.accept(new Sent(outcome, beginning()));
        }
    }

    /** Some systems answer with what they were sent: what the hub showed to get in is not kept. */
    private byte @Nullable [] beginning() {
        if (answer.length() == 0) {
            return null;
        }
        String text = answer.toString(StandardCharsets.ISO_8859_1);
        String safe = credential == null ? text : text.replace(credential, "***");
        return safe.substring(0, Math.min(KEPT, safe.length())).getBytes(StandardCharsets.ISO_8859_1);
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

    private Outcome outcome(HttpClientResponse response, boolean whole) {
        try {
            return meaning.of(
                    response.statusCode(), retryAfter(response.getHeader("Retry-After")), answer.getBytes(), whole);
        } catch (RuntimeException broken) {
            LOG.errorf("an answer cannot be judged: %s", Incident.kind(broken));
            return new Outcome.Unreachable("ANSWER_UNREADABLE");
        }
    }

    private static Outcome ofLookUp(int status, JsonNode body, int revision) {
        return status == 200 && body.path("revision").asInt(-1) >= revision
                ? new Outcome.AlreadyHad(receivedAs(body))
                : new Outcome.Unreachable("NOT_SAID");
    }

    private static @Nullable String receivedAs(JsonNode body) {
        String number = body.path("receivedAs").asText("");
        return number.isEmpty() || number.length() > LONGEST_NUMBER || number.indexOf('\0') >= 0 ? null : number;
    }

    private static JsonNode body(byte[] answer) {
        try {
            return HubJson.mapper().readTree(new String(answer, StandardCharsets.UTF_8));
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
