package org.huiliu.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huiliu.delivery.Hindrance;
import org.huiliu.delivery.ReplayBook;
import org.huiliu.delivery.Replays;
import org.huiliu.delivery.Standing;
import org.huiliu.jobs.Jobs;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.tx.Tx;

/**
 * Many deliveries on their way again: a tenth of a second's worth in one transaction, due at once, and the next when its time
 * has come. So it can be watched and cancelled, and goes evenly: no more become due in a second than was asked for.
 */
final class Replaying {
    private static final long SECOND = 1_000_000_000L;
    private static final int ROUNDS_A_SECOND = 10;

    private final Pool pool;
    private final ReplayBook book;
    private final ByRules rules;
    private final DeliverPath deliverPath;
    private final Clock clock;
    private final Replays.Operator operator;
    private final Replays.Many many;
    private final UUID action;
    private final Jobs.Progress progress;
    private final Map<Hindrance, Long> leftOut = new EnumMap<>(Hindrance.class);
    /** When the next one may go: all before it have had their time. */
    private OffsetDateTime free = OffsetDateTime.MIN;

    private long done;
    private long sent;

    Replaying(
            Pool pool,
            ReplayBook book,
            ByRules rules,
            DeliverPath deliverPath,
            Clock clock,
            Replays.Operator operator,
            Replays.Many many,
            UUID action,
            Jobs.Progress progress) {
        this.pool = pool;
        this.book = book;
        this.rules = rules;
        this.deliverPath = deliverPath;
        this.clock = clock;
        this.operator = operator;
        this.many = many;
        this.action = action;
        this.progress = progress;
    }

    /** Sends these, each at most once. */
    Uni<JsonNode> all(List<UUID> ids) {
        progress.total(ids.size());
        // a loop, not a chain: fifty thousand at ten a second are five thousand rounds
        return Multi.createBy()
                .repeating()
                .uni(() -> round(ids))
                .whilst(more -> more)
                .collect()
                .last()
                .map(nothing -> report(ids.size()));
    }

    /** Sends a tenth of a second's worth, or waits for its time; tells whether there is more to do. */
    private Uni<Boolean> round(List<UUID> ids) {
        if (done == ids.size()) {
            return Uni.createFrom().item(false);
        }
        if (progress.cancelled()) {
            return progress.stopped();
        }
        OffsetDateTime start = OffsetDateTime.now(clock);
        Duration early = Duration.between(start, free);
        if (!early.isNegative() && !early.isZero()) {
            // timers know no less than a millisecond
            return Uni.createFrom().item(true).onItem().delayIt().by(early.plusMillis(1));
        }
        List<UUID> these = ids.subList((int) done, (int) Math.min(ids.size(), done + size()));
        return Tx.run(pool, tx -> batch(tx, these, start)).map(went -> {
            deliverPath.wake();
            free = start.plusNanos(went * SECOND / many.perSecond());
            sent += went;
            done += these.size();
            progress.done(done);
            return true;
        });
    }

    private int size() {
        return Math.max(1, many.perSecond() / ROUNDS_A_SECOND);
    }

    private Uni<Integer> batch(Tx tx, List<UUID> ids, OffsetDateTime start) {
        return book.lock(tx, operator.division(), ids)
                .chain(found -> rules.ruled(found, many.basis()).chain(ruled -> {
                    List<ReplayBook.Again> again = again(found, ruled, start);
                    left(Hindrance.GONE, ids.size() - found.size());
                    return book.sendAgain(tx, again, many.basis(), action, start);
                }));
    }

    private List<ReplayBook.Again> again(List<Standing> found, Set<UUID> ruled, OffsetDateTime start) {
        List<ReplayBook.Again> again = new ArrayList<>();
        for (Standing one : found) {
            Optional<Hindrance> hindrance = one.hindrance(many.basis(), ruled.contains(one.id()));
            if (hindrance.isPresent()) {
                left(hindrance.get(), 1);
            } else {
                again.add(ReplayPath.again(one, start));
            }
        }
        return again;
    }

    private void left(Hindrance why, long count) {
        if (count > 0) {
            long soFar = leftOut.merge(why, count, Long::sum);
        }
    }

    private JsonNode report(int matching) {
        ObjectNode report = HubJson.mapper()
                .createObjectNode()
                .put("replay", action.toString())
                .put("target", many.filter().target())
                .put("basis", many.basis().name())
                .put("matching", matching)
                .put("replayed", sent)
                .put("perSecond", many.perSecond());
        report.set("leftOut", HubJson.mapper().valueToTree(leftOut));
        return report;
    }
}
