package org.huiliu.intake.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import org.huiliu.intake.Accepted;
import org.huiliu.intake.Arrival;
import org.huiliu.intake.IntakeAnswer;
import org.huiliu.intake.ReportSink;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refusals;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way: lines in, results out in the same order. At most {@value #WINDOW} lines are under way; while
 * there are that many, or while the client does not read its results, the socket is not read either, so that a million
 * lines need the memory of a few hundred. Runs on the event loop of its connection.
 */
final class Batch {
    private static final int WINDOW = 512;

    private final ReportSink sink;
    private final Clock clock;
    private final String feed;
    private final String client;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Lines lines;
    private final Deque<Slot> underWay = new ArrayDeque<>();
    private long number;
    private boolean ended;
    private boolean exhausted;
    private boolean gone;
    private boolean advancing;
    private boolean again;

    /** The place of one line in the order of results. */
    private static final class Slot {
        private final long line;
        private @Nullable String result;

        Slot(long line) {
            this.line = line;
        }
    }

    Batch(ReportSink sink, Clock clock, String feed, String client, HttpServerRequest request, int longestLine) {
        this.sink = sink;
        this.clock = clock;
        this.feed = feed;
        this.client = client;
        this.request = request;
        this.response = request.response();
        this.lines = new Lines(longestLine);
    }

    void start() {
        response.setChunked(true).setStatusCode(200).putHeader("Content-Type", BatchRoute.NDJSON);
        response.exceptionHandler(failure -> gone = true).closeHandler(nothing -> gone = true);
        response.drainHandler(nothing -> advance());
        request.exceptionHandler(failure -> gone = true)
                .handler(chunk -> {
                    lines.add(chunk);
                    advance();
                })
                .endHandler(nothing -> {
                    ended = true;
                    lines.end();
                    advance();
                });
        request.resume();
    }

    /** A line that is refused at once ends inside the call that took it: that is a further round, not a deeper one. */
    private void advance() {
        if (advancing) {
            again = true;
            return;
        }
        advancing = true;
        do {
            again = false;
            goOn();
        } while (again);
        advancing = false;
    }

    /** Takes lines while there is room, writes what is done, and reads on or holds. */
    private void goOn() {
        flush();
        while (!gone && hasRoom()) {
            Lines.Line line = lines.next();
            if (line == null) {
                exhausted = ended;
                break;
            }
            number++;
            take(line);
        }
        if (gone) {
            return;
        }
        if (hasRoom()) {
            request.resume();
        } else {
            request.pause();
        }
        if (exhausted && underWay.isEmpty()) {
            exhausted = false;
            response.end().onFailure(failure -> gone = true);
        }
    }

    private boolean hasRoom() {
        return underWay.size() < WINDOW && !response.writeQueueFull();
    }

    private void take(Lines.Line line) {
        byte[] text = line.text();
        if (text != null && isBlank(text)) {
            return;
        }
        Slot slot = new Slot(number);
        underWay.add(slot);
        if (text == null) {
            finish(slot, refused(Problem.of(ProblemType.TOO_LARGE, "the line is longer than is taken here")));
            return;
        }
        sink.accept(new Arrival(feed, client, null, text, Arrival.JSON, OffsetDateTime.now(clock)))
                .map(Batch::result)
                .onFailure()
                .recoverWithItem(failure -> refused(Refusals.of(failure)))
                .subscribe()
                .with(result -> {
                    finish(slot, result);
                    advance();
                });
    }

    private static void finish(Slot slot, ObjectNode result) {
        slot.result = HubJson.mapper()
                        .createObjectNode()
                        .put("line", slot.line)
                        .setAll(result)
                        .toString()
                + "\n";
    }

    private void flush() {
        Slot first;
        while ((first = underWay.peek()) != null && first.result != null) {
            underWay.remove();
            if (!gone) {
                response.write(first.result).onFailure(failure -> gone = true);
            }
        }
    }

    private static ObjectNode result(IntakeAnswer<Accepted> answer) {
        return answer.fold(Batch::taken, Batch::refused);
    }

    private static ObjectNode taken(Accepted accepted) {
        ObjectNode result = HubJson.mapper().createObjectNode().put("status", 202);
        return result.setAll((ObjectNode) HubJson.mapper().valueToTree(accepted));
    }

    private static ObjectNode refused(Problem problem) {
        ObjectNode result = HubJson.mapper().createObjectNode().put("status", problem.status());
        return result.set("problem", HubJson.mapper().valueToTree(problem));
    }

    private static boolean isBlank(byte[] text) {
        for (byte one : text) {
            if (one != ' ' && one != '\r' && one != '\t') {
                return false;
            }
        }
        return true;
    }
}
