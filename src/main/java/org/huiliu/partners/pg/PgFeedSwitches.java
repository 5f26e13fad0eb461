package org.huiliu.partners.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import org.huiliu.partners.FeedSwitches;
import org.huiliu.platform.tx.Tx;

/** Asks every transaction: a switch counts from its commit on, on all pods. */
@ApplicationScoped
class PgFeedSwitches implements FeedSwitches {
    private static final String OFF = "SELECT code FROM feed WHERE NOT enabled";

    @Override
    public Uni<Set<String>> off(Tx tx) {
        return tx.execute(OFF, Tuple.tuple()).map(rows -> {
            Set<String> off = new HashSet<>();
            for (Row row : rows) {
                off.add(row.getString("code"));
            }
            return off;
        });
    }
}
