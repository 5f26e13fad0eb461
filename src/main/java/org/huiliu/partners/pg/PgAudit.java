package org.huiliu.partners.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.huiliu.partners.Audit;
import org.huiliu.partners.AuditEntry;
import org.huiliu.platform.time.Clocks;
import org.jspecify.annotations.Nullable;

/** Reads the audit. */
@ApplicationScoped
class PgAudit implements Audit {
    private static final String PAGE = "SELECT id, at, actor, action, subject, before, after, reason FROM audit "
            + "WHERE ($1::bigint IS NULL OR id < $1) AND ($2::text IS NULL OR subject = $2) "
            + "AND ($3::text IS NULL OR actor = $3) ORDER BY id DESC LIMIT $4";

    private final Pool pool;

    PgAudit(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<List<AuditEntry>> page(
            @Nullable Long before, @Nullable String subject, @Nullable String actor, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(before, subject, actor, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PgAudit::entry)
                        .toList());
    }

    private static AuditEntry entry(Row row) {
        return new AuditEntry(
                row.getLong("id"),
                Clocks.local(row.getOffsetDateTime("at")),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                map(row.getJsonObject("before")),
                map(row.getJsonObject("after")),
                row.getString("reason"));
    }

    private static @Nullable Map<String, Object> map(@Nullable JsonObject json) {
        return json == null ? null : json.getMap();
    }
}
