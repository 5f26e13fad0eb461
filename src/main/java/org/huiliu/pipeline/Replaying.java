package org.huiliu.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * Many deliveries on their way again: a second's worth in one transaction, each due at its own moment of that second, and
 * the next second's when it has begun. So it can be watched and cancelled, and the target never gets more than was asked
 * for, whatever queue it comes through.
 */
final class Replaying {
    private static final long SECOND = 1_000_000_000L;

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
        return from(ids, OffsetDateTime.now(clock)).map(nothing -> report(ids.size()));
    }

    /**
     * The deliveries that are left.
     *
     * @param free when the first of them may go: all before it have had their time
     */
    private Uni<Void> from(List<UUID> ids, OffsetDateTime free) {
        if (ids.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (progress.cancelled()) {
            return progress.stopped();
        }
        Duration early = Duration.between(OffsetDateTime.now(clock), free);
        if (!early.isNegative() && !early.isZero()) {
            return Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    // a wait of a second at most, so that a cancellation is soon heard
                    .by(early)
                    .chain(() -> from(ids, free));
        }
        int size = Math.min(ids.size(), many.perSecond());
        OffsetDateTime start = OffsetDateTime.now(clock);
        return Tx.run(pool, tx -> batch(tx, ids.subList(0, size), start)).chain(went -> {
            deliverPath.wake();
            sent += went;
            done += size;
            progress.done(done);
            return from(ids.subList(size, ids.size()), start.plusNanos(went * SECOND / many.perSecond()));
        });
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
                again.add(ReplayPath.again(one, start.plusNanos(again.size() * SECOND / many.perSecond())));
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
