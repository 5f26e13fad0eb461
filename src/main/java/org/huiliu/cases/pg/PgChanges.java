package org.huiliu.cases.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.huiliu.cases.Bookmark;
import org.huiliu.cases.Change;
import org.huiliu.cases.Changes;
import org.huiliu.cases.Scope;
import org.huiliu.platform.time.Clocks;

/**
 * Reads the events in the order of (xid, id), below the oldest transaction that still runs. Whatever has a lower number is
 * over by then: an event is either visible or will never be.
 */
@ApplicationScoped
class PgChanges implements Changes {
    /** Events looked at in one statement, for a reader who may see few of them. */
    private static final int WINDOW = 1_000;

    private static final String REACH = """
            SELECT l.xid::text AS xid, l.id, pg_snapshot_xmax(pg_current_snapshot())::text AS next,
                   EXISTS (SELECT FROM event e WHERE e.xid >= pg_snapshot_xmin(pg_current_snapshot())) AS more
            FROM (VALUES (1)) AS once(row)
            LEFT JOIN LATERAL (SELECT e.xid, e.id FROM event e WHERE e.xid < pg_snapshot_xmin(pg_current_snapshot())
                               ORDER BY e.xid DESC, e.id DESC LIMIT 1) l ON true
            """;

    /** The events after a place, each with whether the reader may see it; one that it may not see says only where it is. */
    private static final String STRETCH = """
            WITH e AS (
              SELECT * FROM event e
              WHERE (e.xid, e.id) > (%1$s::text::xid8, %2$s::bigint) AND e.xid < pg_snapshot_xmin(pg_current_snapshot())
              ORDER BY e.xid, e.id LIMIT %3$s::int
            )
            SELECT e.xid::text AS xid, e.id, seen.*
            FROM e LEFT JOIN LATERAL (
              SELECT e.case_id, e.at, e.kind, e.actor, e.from_state, e.to_state, e.revision, e.data
              FROM cases c WHERE c.id = e.case_id AND %4$s) seen ON true
            ORDER BY e.xid, e.id
            """;

    private final Pool pool;

    PgChanges(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Reach> reach() {
        return pool.preparedQuery(REACH).execute().map(found -> {
            Row row = found.iterator().next();
            return new Reach(
                    row.getString("xid") == null ? Bookmark.BEGINNING : bookmark(row),
                    row.getBoolean("more"),
                    Long.parseUnsignedLong(row.getString("next")));
        });
    }

    @Override
    public Uni<Stretch> after(Scope scope, Bookmark bookmark, int most) {
        int window = Math.max(WINDOW, most);
        Where where = Where.then(scope);
        String sql = STRETCH.formatted(
                where.place(Long.toUnsignedString(bookmark.xid())),
                where.place(bookmark.event()),
                where.place(window),
                where);
        return pool.preparedQuery(sql)
                .execute(where.parameters())
                .map(found -> stretch(found, bookmark, most, found.size() == window));
    }

    private static Stretch stretch(RowSet<Row> found, Bookmark from, int most, boolean full) {
        List<Change> changes = new ArrayList<>();
        Bookmark passed = from;
        for (Row row : found) {
            if (changes.size() == most) {
                return new Stretch(changes, passed, true);
            }
            passed = bookmark(row);
            if (row.getUUID("case_id") != null) {
                changes.add(change(row, passed));
            }
        }
        return new Stretch(changes, passed, full);
    }

    private static Change change(Row row, Bookmark place) {
        return new Change(
                place.text(),
                row.getUUID("case_id"),
                row.getLong("id"),
                Clocks.local(row.getOffsetDateTime("at")),
                row.getString("kind"),
                row.getString("actor"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getInteger("revision"),
                row.getJsonObject("data").getMap());
    }

    private static Bookmark bookmark(Row row) {
        return new Bookmark(Long.parseUnsignedLong(row.getString("xid")), row.getLong("id"));
    }
}
