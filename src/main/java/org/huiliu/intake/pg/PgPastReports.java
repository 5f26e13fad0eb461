package org.huiliu.intake.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.huiliu.intake.PastReports;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Personal;
import org.huiliu.platform.crypto.Sealer;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class PgPastReports implements PastReports {
    /** Ids sort by their time, so that the primary key finds a span without an index of its own. */
    private static final String READ = """
            SELECT r.id, r.case_id, r.feed, r.received_at, r.content::text AS content, r.sealed_content
            FROM report r
            WHERE r.received_at >= $1 AND r.received_at < $2 AND r.id >= $3
              AND r.outcome IN ('OPENED', 'REPEAT', 'SUSPECTED')
              AND ($4::text IS NULL OR r.feed = $4)
              AND ($5::text IS NULL OR EXISTS (SELECT FROM cases c WHERE c.id = r.case_id AND c.division ^@ $5))
            ORDER BY r.id LIMIT $6
            """;

    private final Pool pool;
    private final Sealer sealer;

    PgPastReports(Pool pool, Sealer sealer) {
        this.pool = pool;
        this.sealer = sealer;
    }

    @Override
    public Uni<List<Past>> read(
            OffsetDateTime from, OffsetDateTime to, @Nullable String feed, @Nullable String division, int limit) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(from, to, firstOf(from), feed, division, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(this::past)
                        .toList());
    }

    private Past past(Row row) {
        UUID id = row.getUUID("id");
        return new Past(
                id,
                row.getUUID("case_id"),
                row.getString("feed"),
                Clocks.local(row.getOffsetDateTime("received_at")),
                () -> content(id, row));
    }

    private CaseContent content(UUID id, Row row) {
        byte[] personal = sealer.open(row.getBuffer("sealed_content").getBytes(), "report/" + id + "/content");
        return HubJson.read(row.getString("content"), CaseContent.class)
                .with(HubJson.read(new String(personal, StandardCharsets.UTF_8), Personal.class));
    }

    /** The smallest id of a moment. */
    private static UUID firstOf(OffsetDateTime at) {
        return new UUID(at.toInstant().toEpochMilli() << 16, 0);
    }
}
