package org.huiliu.delivery.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.huiliu.delivery.Gate;
import org.huiliu.delivery.Gates;
import org.huiliu.delivery.Outage;
import org.huiliu.delivery.TargetDesk;
import org.huiliu.delivery.TargetState;
import org.huiliu.platform.audit.AuditTrail;
import org.huiliu.platform.bell.Bell;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/** Reads gates and counts without holding anything; pauses and resumes under the gate, as a claim does. */
@ApplicationScoped
class PgTargetDesk implements TargetDesk {
    /** A target that was never delivered to has no gate yet; the counts come from the index of open deliveries alone. */
    private static final String STATES = """
            SELECT t.code AS target, t.enabled, coalesce(g.breaker, 'CLOSED') AS breaker, coalesce(g.failures, 0) AS failures,
                   coalesce(g.probes, 0) AS probes, g.retry_at, g.warned_at, g.ramp_from, g.not_before, g.next_slot,
                   g.paused_at, g.paused_by, g.paused_reason, n.*,
                   (SELECT d.due_at FROM delivery d WHERE d.target = t.code AND d.state IN ('WAITING', 'SENDING')
                      AND d.state = 'WAITING' ORDER BY d.due_at LIMIT 1) AS oldest_due_at
            FROM target t LEFT JOIN target_gate g ON g.target = t.code
            CROSS JOIN LATERAL (
              SELECT count(*) FILTER (WHERE d.state = 'WAITING') AS waiting, count(*) FILTER (WHERE d.state = 'HELD') AS held,
                     count(*) FILTER (WHERE d.state = 'SENDING') AS sending,
                     count(*) FILTER (WHERE d.state = 'PARKED') AS parked
              FROM delivery d WHERE d.target = t.code AND d.state IN ('WAITING', 'SENDING', 'HELD', 'PARKED')) n
            """;

    private static final String STATE = STATES + "WHERE t.code = $1";
    private static final String ALL = STATES + "ORDER BY t.code";

    private static final String OUTAGES = """
            SELECT id, target, begun_at, ended_at, reason, probes FROM outage
            WHERE ($1::text IS NULL OR target = $1) AND ($2::boolean IS NULL OR (ended_at IS NULL) = $2)
              AND ($3::uuid IS NULL OR id < $3)
            ORDER BY id DESC LIMIT $4
            """;

    private final Pool pool;
    private final Gates gates;
    private final Bell bell;
    private final Clock clock;

    PgTargetDesk(Pool pool, Gates gates, Bell bell, Clock clock) {
        this.pool = pool;
        this.gates = gates;
        this.bell = bell;
        this.clock = clock;
    }

    @Override
    public Uni<Optional<TargetState>> state(String target) {
        return Tx.run(pool, tx -> state(tx, target));
    }

    @Override
    public Uni<List<TargetState>> states() {
        return pool.preparedQuery(ALL).execute().map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .map(PgTargetDesk::state)
                .toList());
    }

    @Override
    public Uni<Optional<TargetState>> pause(String target, String reason, String actor) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        Gate.Pause pause = new Gate.Pause(actor, reason, now);
        return change(
                target,
                gate -> gate.pause() == null ? gate.paused(pause) : gate,
                new AuditTrail.Entry(now, actor, "target.pause", "target/" + target, null, Map.of(), reason));
    }

    @Override
    public Uni<Optional<TargetState>> resume(String target, String actor) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return change(
                        target,
                        gate -> gate.resumed(now),
                        new AuditTrail.Entry(now, actor, "target.resume", "target/" + target, null, Map.of(), null))
                .invoke(() -> bell.ring(Bell.DELIVERIES));
    }

    private Uni<Optional<TargetState>> change(String target, UnaryOperator<Gate> change, AuditTrail.Entry entry) {
        return Tx.run(pool, tx -> state(tx, target)
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().item(found)
                        : gates.hold(tx, List.of(target))
                                .flatMap(held -> written(tx, held.get(0), change.apply(held.get(0)), entry))
                                .chain(() -> state(tx, target))));
    }

    /** What changes nothing leaves no trace. */
    private Uni<Void> written(Tx tx, Gate before, Gate after, AuditTrail.Entry entry) {
        return before.equals(after)
                ? Uni.createFrom().voidItem()
                : gates.save(tx, List.of(after)).chain(() -> AuditTrail.add(tx, entry));
    }

    private static Uni<Optional<TargetState>> state(Tx tx, String target) {
        return tx.execute(STATE, Tuple.of(target)).map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .findFirst()
                .map(PgTargetDesk::state));
    }

    private static TargetState state(Row row) {
        Gate gate = PgGates.gate(row);
        Gate.Pause pause = gate.pause();
        boolean enabled = row.getBoolean("enabled");
        boolean goes = enabled && pause == null;
        long waiting = row.getLong("waiting");
        long held = row.getLong("held");
        return new TargetState(
                gate.target(),
                enabled,
                gate.breaker().state(),
                gate.breaker().failures(),
                local(gate.breaker().retryAt()),
                local(gate.notBefore()),
                local(gate.rampFrom()),
                pause == null ? null : new TargetState.Paused(pause.by(), pause.reason(), Clocks.local(pause.since())),
                goes ? waiting : 0,
                goes ? held : held + waiting,
                row.getLong("sending"),
                row.getLong("parked"),
                local(row.getOffsetDateTime("oldest_due_at")));
    }

    @Override
    public Uni<List<Outage>> outages(
            @Nullable String target, @Nullable Boolean open, @Nullable UUID before, int limit) {
        return pool.preparedQuery(OUTAGES)
                .execute(Tuple.of(target, open, before, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PgTargetDesk::outage)
                        .toList());
    }

    private static Outage outage(Row row) {
        return new Outage(
                row.getUUID("id"),
                row.getString("target"),
                Clocks.local(row.getOffsetDateTime("begun_at")),
                local(row.getOffsetDateTime("ended_at")),
                row.getString("reason"),
                row.getInteger("probes"));
    }

    private static @Nullable OffsetDateTime local(@Nullable OffsetDateTime time) {
        return time == null ? null : Clocks.local(time);
    }
}
