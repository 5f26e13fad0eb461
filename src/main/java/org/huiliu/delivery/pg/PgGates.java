package org.huiliu.delivery.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.huiliu.delivery.Breaker;
import org.huiliu.delivery.Gate;
import org.huiliu.delivery.Gates;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Gates as rows. A healthy target without a limit per second costs one locked row a claim, in the one statement that
 * finds out which targets have something due, and nothing when an outcome is written.
 */
@ApplicationScoped
class PgGates implements Gates {
    private static final String COLUMNS = "g.target, g.breaker, g.failures, g.probes, g.retry_at, g.warned_at,"
            + " g.ramp_from, g.not_before, g.next_slot, g.paused_at, g.paused_by, g.paused_reason";

    /**
     * The earliest of each target is asked for, and not whether there is one: for that the planner may read all that waits.
     * A shut gate is left out before anything is counted or locked, whatever waits behind it. What is locked is looked at
     * anew by the caller: it may have been shut since the statement began.
     */
    private static final String DUE = """
            WITH due AS MATERIALIZED (
              SELECT t.target, g.target IS NOT NULL AS known
              FROM unnest($1::text[]) AS t(target) LEFT JOIN target_gate g USING (target)
              CROSS JOIN LATERAL (
                SELECT FROM delivery d
                WHERE d.target = t.target AND d.state IN ('WAITING', 'SENDING') AND d.due_at <= now()
                  AND (d.state = 'WAITING' OR d.lease_until <= now())
                ORDER BY d.due_at, d.id LIMIT 1) AS earliest
              WHERE g.paused_at IS NULL AND coalesce(g.retry_at <= now(), true) AND coalesce(g.not_before <= now(), true)
                AND coalesce(g.next_slot <= now() + $2::int * interval '1 millisecond', true)
            ), held AS (
              SELECT %1$s FROM target_gate g WHERE g.target IN (SELECT target FROM due)
              FOR UPDATE SKIP LOCKED
            )
            SELECT clock_timestamp() AS now, due.target AS wanted, due.known, g.*
            FROM (VALUES (1)) AS one(row) LEFT JOIN due ON true LEFT JOIN held g ON g.target = due.target
            """.formatted(COLUMNS);

    private static final String KNOW =
            "INSERT INTO target_gate (target) SELECT unnest($1::text[]) ON CONFLICT (target) DO NOTHING";
    /** In one order everywhere, so that two pods that hold several never wait for each other. */
    private static final String HOLD =
            "SELECT " + COLUMNS + " FROM target_gate g WHERE g.target = ANY($1) ORDER BY g.target FOR UPDATE";

    private static final Rows<Gate> ROWS = Rows.<Gate>into("target_gate")
            .text("target", Gate::target)
            .text("breaker", gate -> gate.breaker().state().name())
            .integer("failures", gate -> gate.breaker().failures())
            .integer("probes", gate -> gate.breaker().probes())
            .time("retry_at", gate -> gate.breaker().retryAt())
            .time("warned_at", gate -> gate.breaker().warnedAt())
            .time("ramp_from", Gate::rampFrom)
            .time("not_before", Gate::notBefore)
            .time("next_slot", Gate::nextSlot)
            .time("paused_at", gate -> of(gate.pause(), Gate.Pause::since))
            .text("paused_by", gate -> of(gate.pause(), Gate.Pause::by))
            .text("paused_reason", gate -> of(gate.pause(), Gate.Pause::reason));
    private static final List<String> STATE = List.of(
            "breaker",
            "failures",
            "probes",
            "retry_at",
            "warned_at",
            "ramp_from",
            "not_before",
            "next_slot",
            "paused_at",
            "paused_by",
            "paused_reason");

    /** An outage of one target that begins or goes on. */
    private record Outage(String target, OffsetDateTime at, String reason) {}

    /** The unique key of open outages makes a second beginning impossible, whatever the pods believe. */
    private static final Rows<Outage> BEGIN = Rows.<Outage>into("outage")
            .uuid("id", one -> Ids.at(one.at().toInstant().toEpochMilli()))
            .text("target", Outage::target)
            .time("begun_at", Outage::at)
            .text("reason", Outage::reason);

    private static final String GO_ON = "UPDATE outage o SET probes = g.probes FROM target_gate g"
            + " WHERE o.target = ANY($1) AND o.ended_at IS NULL AND g.target = o.target";
    private static final String END = "UPDATE outage SET ended_at = $2 WHERE target = ANY($1) AND ended_at IS NULL";

    @Override
    public Uni<Due> due(Tx tx, Collection<String> targets) {
        return tx.execute(DUE, Tuple.of(targets.toArray(String[]::new), (int) Gate.AHEAD.toMillis()))
                .flatMap(rows -> {
                    List<String> unknown = unknown(rows);
                    return unknown.isEmpty()
                            ? Uni.createFrom().item(due(rows))
                            // once in the life of a target
                            : know(tx, unknown).chain(() -> due(tx, targets));
                });
    }

    private static List<String> unknown(RowSet<Row> rows) {
        List<String> unknown = new ArrayList<>();
        for (Row row : rows) {
            if (Boolean.FALSE.equals(row.getBoolean("known"))) {
                unknown.add(row.getString("wanted"));
            }
        }
        return unknown;
    }

    private static Due due(RowSet<Row> rows) {
        List<Gate> gates = new ArrayList<>();
        boolean passedOver = false;
        for (Row row : rows) {
            if (row.getString("target") != null) {
                gates.add(gate(row));
            } else if (row.getString("wanted") != null) {
                passedOver = true;
            }
        }
        return new Due(Clocks.local(rows.iterator().next().getOffsetDateTime("now")), gates, passedOver);
    }

    @Override
    public Uni<List<Gate>> hold(Tx tx, Collection<String> targets) {
        if (targets.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return know(tx, targets)
                .chain(() -> tx.execute(HOLD, Tuple.of(targets.toArray(String[]::new))))
                .map(rows -> {
                    List<Gate> gates = new ArrayList<>();
                    rows.forEach(row -> gates.add(gate(row)));
                    return gates;
                });
    }

    private static Uni<Void> know(Tx tx, Collection<String> targets) {
        return tx.execute(KNOW, Tuple.of(targets.stream().sorted().toArray(String[]::new)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> save(Tx tx, List<Gate> gates) {
        return ROWS.update(tx, gates, "t.target = r.target", STATE).replaceWithVoid();
    }

    @Override
    public Uni<Void> outages(Tx tx, List<Gate.Turn> turns, OffsetDateTime at) {
        List<Outage> begun = new ArrayList<>();
        List<String> goOn = new ArrayList<>();
        List<String> ended = new ArrayList<>();
        for (Gate.Turn turn : turns) {
            if (turn.alarms().contains(Gate.Alarm.UP)) {
                ended.add(turn.gate().target());
            }
            if (turn.alarms().contains(Gate.Alarm.DOWN)) {
                begun.add(new Outage(turn.gate().target(), at, turn.reason()));
            } else if (turn.gate().breaker().state() == Breaker.State.OPEN) {
                goOn.add(turn.gate().target());
            }
        }
        return run(tx, END, ended, Tuple.of(ended.toArray(String[]::new), at))
                .chain(() -> BEGIN.insert(tx, begun))
                .chain(() -> run(tx, GO_ON, goOn, Tuple.of(goOn.toArray(String[]::new))));
    }

    private static Uni<Void> run(Tx tx, String sql, List<String> targets, Tuple parameters) {
        return targets.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.execute(sql, parameters).replaceWithVoid();
    }

    static Gate gate(Row row) {
        OffsetDateTime paused = row.getOffsetDateTime("paused_at");
        return new Gate(
                row.getString("target"),
                new Breaker(
                        Breaker.State.valueOf(row.getString("breaker")),
                        row.getInteger("failures"),
                        row.getInteger("probes"),
                        row.getOffsetDateTime("retry_at"),
                        row.getOffsetDateTime("warned_at")),
                row.getOffsetDateTime("ramp_from"),
                row.getOffsetDateTime("not_before"),
                row.getOffsetDateTime("next_slot"),
                paused == null
                        ? null
                        : new Gate.Pause(row.getString("paused_by"), row.getString("paused_reason"), paused));
    }

    private static <T> @Nullable T of(Gate.@Nullable Pause pause, Function<Gate.Pause, T> value) {
        return pause == null ? null : value.apply(pause);
    }
}
