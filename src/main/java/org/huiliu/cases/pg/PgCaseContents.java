package org.huiliu.cases.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.huiliu.cases.CaseContents;
import org.huiliu.model.CaseContent;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class PgCaseContents implements CaseContents {
    /** By their ids alone: which ones, and who may see them, was asked once for many. */
    private static final String READ =
            "SELECT c.id, c.feed, c.content::text AS content, c.report_count, c.caller_count, "
                    + "c.opened_at FROM cases c WHERE c.id = ANY($1) ORDER BY c.id";

    private final Pool pool;

    PgCaseContents(Pool pool) {
        this.pool = pool;
    }

    private record OpenRow(UUID id, String feed, int reportCount, int callerCount, OffsetDateTime openedAt, String json)
            implements Open {
        static OpenRow of(Row row) {
            return new OpenRow(
                    row.getUUID("id"),
                    row.getString("feed"),
                    row.getInteger("report_count"),
                    row.getInteger("caller_count"),
                    Clocks.local(row.getOffsetDateTime("opened_at")),
                    row.getString("content"));
        }

        @Override
        public CaseContent content() {
            return HubJson.read(json, CaseContent.class);
        }

        /** Without the content: a log line must not leak a citizen. */
        @Override
        public String toString() {
            return "OpenRow[" + id + "]";
        }
    }

    @Override
    public Uni<Long> count(Wanted wanted) {
        Where where = where(wanted);
        return pool.preparedQuery("SELECT count(*) AS n FROM cases c WHERE " + where)
                .execute(where.parameters())
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    @Override
    public Uni<List<UUID>> ids(Wanted wanted, @Nullable UUID after, int limit) {
        Where where = where(wanted).andIf("c.id > ?", after);
        return pool.preparedQuery(
                        "SELECT c.id FROM cases c WHERE " + where + " ORDER BY c.id LIMIT " + where.place(limit))
                .execute(where.parameters())
                .map(rows -> {
                    List<UUID> ids = new ArrayList<>(rows.size());
                    rows.forEach(row -> ids.add(row.getUUID("id")));
                    return ids;
                });
    }

    @Override
    public Uni<List<Open>> read(Collection<UUID> ids) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    List<Open> read = new ArrayList<>(rows.size());
                    rows.forEach(row -> read.add(OpenRow.of(row)));
                    return read;
                });
    }

    private static Where where(Wanted wanted) {
        Where where = Where.within(wanted.scope())
                .and("c.state <> 'MERGED'")
                .andIf("c.feed = ?", wanted.feed())
                .andIf("c.division ^@ ?", wanted.division())
                .andIf("c.opened_at >= ?", wanted.from())
                .andIf("c.opened_at < ?", wanted.to())
                // ids sort by their time, so that the primary key finds a span; a day more than it needs
                .andIf("c.id > ?", beforeAll(wanted.from()));
        List<UUID> ids = wanted.ids();
        return ids == null ? where : where.and("c.id = ANY(?)", (Object) ids.toArray(UUID[]::new));
    }

    private static @Nullable UUID beforeAll(@Nullable OffsetDateTime from) {
        return from == null ? null : Ids.first(from.minusDays(1).toInstant().toEpochMilli());
    }
}
