package org.huiliu.partners.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.huiliu.partners.Target;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.partners.Targets;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The targets as a transaction sees them. One small query tells whether the snapshot in memory is still what the table
 * holds, so that a change counts from its commit on, on all pods, without a message between them.
 */
@ApplicationScoped
class PgTargetDirectory implements TargetDirectory {
    private static final String STAMP =
            "SELECT count(*) AS entries, coalesce(sum(version), 0)::bigint AS versions, max(updated_at) AS newest FROM target";
    /** With the stamp of the very rows that it gives: a change between two statements cannot hide. */
    private static final String ALL = "SELECT code, name, agency, role, division, base_url, contract, entitlement, "
            + "subscriptions, enabled, timeout_ms, terms, access, parent, count(*) OVER () AS entries, (sum(version) OVER ())::bigint AS versions, "
            + "max(updated_at) OVER () AS newest FROM target";

    private volatile @Nullable Snapshot current;

    private record Stamp(
            long entries, long versions, @Nullable OffsetDateTime newest) {
        static Stamp of(Row row) {
            return new Stamp(row.getLong("entries"), row.getLong("versions"), row.getOffsetDateTime("newest"));
        }
    }

    private record Snapshot(Stamp stamp, Targets targets) {}

    @Override
    public Uni<Targets> targets(Tx tx) {
        return tx.execute(STAMP, Tuple.tuple()).flatMap(rows -> {
            Snapshot known = current;
            Stamp stamp = Stamp.of(rows.iterator().next());
            return known != null && known.stamp.equals(stamp)
                    ? Uni.createFrom().item(known.targets)
                    : tx.execute(ALL, Tuple.tuple()).map(this::keep);
        });
    }

    private Targets keep(RowSet<Row> rows) {
        List<Target> enabled = new ArrayList<>();
        Stamp stamp = new Stamp(0, 0, null);
        for (Row row : rows) {
            stamp = Stamp.of(row);
            if (row.getBoolean("enabled")) {
                enabled.add(target(row));
            }
        }
        Targets targets = new Targets(enabled);
        current = new Snapshot(stamp, targets);
        return targets;
    }

    private static Target target(Row row) {
        return new Target(
                row.getString("code"),
                row.getString("name"),
                row.getString("agency"),
                row.getString("role"),
                row.getString("division"),
                row.getString("base_url"),
                row.getString("contract"),
                Set.of(row.getArrayOfStrings("entitlement")),
                Set.of(row.getArrayOfStrings("subscriptions")),
                row.getInteger("timeout_ms"),
                TargetRow.terms(row.getString("terms")),
                TargetRow.access(row.getString("access")),
                row.getString("parent"));
    }
}
