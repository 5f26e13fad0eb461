package org.huiliu.platform.timer;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.Tx;

/**
 * Where timers are kept. Whoever fires one looks for what is due without a lock, locks what the timer is about, and then
 * takes it: of two pods the second finds it gone, and effect and removal commit together.
 */
@ApplicationScoped
public class Timers {
    private static final String COLUMNS = "id, kind, subject, due_at, data, attempts";
    /** One that is set again is another one: who found the old one does not take it. */
    private static final String ANEW = """
            ON CONFLICT (kind, subject) DO UPDATE
            SET id = excluded.id, due_at = excluded.due_at, data = excluded.data, attempts = 0
            """;

    private static final String CANCEL = "DELETE FROM timer WHERE kind = $1 AND subject = ANY($2)";
    private static final String DUE =
            "SELECT " + COLUMNS + " FROM timer WHERE due_at <= $1 AND kind = ANY($2) ORDER BY due_at, id LIMIT $3";
    private static final String TAKE = "DELETE FROM timer WHERE id = $1 RETURNING " + COLUMNS;
    private static final String POSTPONE =
            "UPDATE timer SET due_at = $3, attempts = attempts + 1 WHERE id = $1 AND attempts = $2";

    private static final Rows<Timer> NEW = Rows.<Timer>into("timer")
            .uuid("id", Timer::id)
            .text("kind", Timer::kind)
            .uuid("subject", Timer::subject)
            .time("due_at", Timer::dueAt)
            .json("data", one -> HubJson.write(one.data()));

    private final Pool pool;

    public Timers(Pool pool) {
        this.pool = pool;
    }

    /** Sets timers; one that stands for the same kind and subject is replaced. */
    public Uni<Void> set(Tx tx, List<Timer> timers) {
        return NEW.insert(tx, timers, ANEW);
    }

    /** Cancels the timers of a kind for these subjects, if there are any. */
    public Uni<Void> cancel(Tx tx, String kind, Collection<UUID> subjects) {
        return subjects.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.execute(CANCEL, Tuple.of(kind, subjects.toArray(UUID[]::new)))
                        .replaceWithVoid();
    }

    /**
     * What is due, the longest overdue first, without a lock.
     *
     * @param kinds those that the asker can fire: a pod of an older version leaves others alone
     */
    public Uni<List<Timer>> due(OffsetDateTime now, Collection<String> kinds, int most) {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(now, kinds.toArray(String[]::new), most))
                .map(Timers::timers);
    }

    /** Removes a timer that is about to have its effect in this transaction; empty when another pod was first. */
    public Uni<Optional<Timer>> take(Tx tx, UUID id) {
        return tx.execute(TAKE, Tuple.of(id))
                .map(found -> timers(found).stream().findFirst());
    }

    /** Firing it has failed: it is tried again later. */
    public Uni<Void> postpone(Timer failed, OffsetDateTime until) {
        return pool.preparedQuery(POSTPONE)
                .execute(Tuple.of(failed.id(), failed.attempts(), until))
                .replaceWithVoid();
    }

    private static List<Timer> timers(RowSet<Row> rows) {
        List<Timer> timers = new ArrayList<>(rows.size());
        for (Row row : rows) {
            timers.add(new Timer(
                    row.getUUID("id"),
                    row.getString("kind"),
                    row.getUUID("subject"),
                    Clocks.local(row.getOffsetDateTime("due_at")),
                    row.getJsonObject("data").getMap(),
                    row.getInteger("attempts")));
        }
        return timers;
    }
}
