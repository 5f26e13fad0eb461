package org.huiliu.intake.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.huiliu.intake.Arrival;
import org.huiliu.intake.RejectionLog;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.time.Ids;

/** Writes one row a refusal: who, when, why and how large, never what it said. */
@ApplicationScoped
class PgRejectionLog implements RejectionLog {
    private static final String NOTE = "INSERT INTO rejection (id, feed, at, status, kind, faults, size, client) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

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
}
