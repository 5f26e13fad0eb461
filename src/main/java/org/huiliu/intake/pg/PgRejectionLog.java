package org.huiliu.intake.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.huiliu.intake.Arrival;
import org.huiliu.intake.Rejection;
import org.huiliu.intake.RejectionLog;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.jspecify.annotations.Nullable;

/** Writes one row a refusal: who, when, why and how large, never what it said. */
@ApplicationScoped
class PgRejectionLog implements RejectionLog {
    private static final String NOTE = "INSERT INTO rejection (id, feed, at, status, kind, faults, size, client) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    private static final String PAGE = "SELECT id, feed, at, status, kind, faults::text AS faults, size, client "
            + "FROM rejection WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR feed = $2) "
            + "ORDER BY id DESC LIMIT $3";

    private final Pool pool;

    PgRejectionLog(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Void> note(Arrival arrival, Problem problem) {
        return pool.preparedQuery(NOTE)
                .execute(Tuple.tuple()
                        .addUUID(Ids.at(arrival.receivedAt().toInstant().toEpochMilli()))
                        .addString(arrival.feed())
                        .addOffsetDateTime(arrival.receivedAt())
                        .addInteger(problem.status())
                        .addString(problem.type())
                        .addValue(new JsonArray(HubJson.write(problem.faults())))
                        .addInteger(arrival.payload().length)
                        .addString(arrival.client()))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Rejection>> page(@Nullable UUID before, @Nullable String feed, int limit) {
        return pool.preparedQuery(PAGE).execute(Tuple.of(before, feed, limit)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(PgRejectionLog::rejection)
                .toList());
    }

    private static Rejection rejection(Row row) {
        return new Rejection(
                row.getUUID("id"),
                row.getString("feed"),
                Clocks.local(row.getOffsetDateTime("at")),
                row.getInteger("status"),
                row.getString("kind"),
                List.of(HubJson.read(row.getString("faults"), Fault[].class)),
                row.getInteger("size"),
                row.getString("client"));
    }
}
