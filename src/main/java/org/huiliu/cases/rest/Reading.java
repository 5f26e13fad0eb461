package org.huiliu.cases.rest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.huiliu.cases.Bookmark;
import org.huiliu.cases.Change;
import org.huiliu.cases.ChangeWatch;
import org.huiliu.cases.Changes;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Refused;

/** One reader on its way along the stream of changes; it never goes back. */
final class Reading {
    /** A silent connection is cut by proxies and by the hub itself after a minute or so. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Changes changes;
    private final ChangeWatch watch;
    private final Reader reader;
    private final int most;
    private final Clock clock;
    private volatile Bookmark passed;

    /**
     * What was read.
     *
     * @param passed how far
     */
    record Read(List<Change> changes, Bookmark passed) {}

    Reading(Changes changes, ChangeWatch watch, Reader reader, Bookmark from, int most, Clock clock) {
        this.changes = changes;
        this.watch = watch;
        this.reader = reader;
        this.passed = from;
        this.most = most;
        this.clock = clock;
    }

    /** The next changes for this reader, none when the time is up before there are any. */
    Uni<Read> next(Duration patience) {
        return until(clock.instant().plus(patience));
    }

    private Uni<Read> until(Instant end) {
        return changes.after(reader.scope(), passed, most).chain(stretch -> {
            passed = stretch.passed();
            Duration left = Duration.between(clock.instant(), end);
            boolean late = left.isNegative() || left.isZero() || watch.ended();
            if (!stretch.changes().isEmpty() || late) {
                return Uni.createFrom().item(new Read(told(stretch.changes()), passed));
            }
            if (stretch.more()) {
                return until(end);
            }
            return watch.beyond(passed, left)
                    .chain(grown -> grown ? until(end) : Uni.createFrom().item(new Read(List.of(), passed)));
        });
    }

    /**
     * All that comes, as server-sent events.
     *
     * @param life after this the stream ends and its reader comes again, perhaps to another pod, with a token that holds
     */
    Multi<OutboundSseEvent> events(Sse sse, Duration life) {
        Instant end = clock.instant().plus(life);
        OutboundSseEvent first =
                sse.newEventBuilder().comment("huiliu").reconnectDelay(1_000).build();
        Multi<OutboundSseEvent> rest = Multi.createBy()
                .repeating()
                .uni(() -> next(HEARTBEAT))
                .whilst(read -> !watch.ended() && clock.instant().isBefore(end))
                .onItem()
                .transformToIterable(read -> events(sse, read));
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(first), rest);
    }

    /** A stream whose head has gone out already can say no only in an event. */
    static OutboundSseEvent refused(Sse sse, Refused refused) {
        return sse.newEventBuilder()
                .name("refused")
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(HubJson.write(refused.problem()))
                .build();
    }

    private static List<OutboundSseEvent> events(Sse sse, Read read) {
        if (read.changes().isEmpty()) {
            // an id without data moves the place to which the client comes back
            return List.of(sse.newEventBuilder()
                    .comment("heartbeat")
                    .id(read.passed().text())
                    .build());
        }
        return read.changes().stream()
                .map(one -> sse.newEventBuilder()
                        .id(one.cursor())
                        .name("change")
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(HubJson.write(one))
                        .build())
                .toList();
    }

    private List<Change> told(List<Change> all) {
        return all.stream()
                .map(one -> new Change(
                        one.cursor(),
                        one.caseId(),
                        one.eventId(),
                        one.at(),
                        one.kind(),
                        reader.actor(one.actor()),
                        one.from(),
                        one.to(),
                        one.revision(),
                        one.data()))
                .toList();
    }
}
