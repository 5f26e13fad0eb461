package org.huiliu.delivery.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.huiliu.delivery.DeliveryDossier;
import org.huiliu.delivery.DeliveryFilter;
import org.huiliu.delivery.DeliveryReads;
import org.huiliu.delivery.DeliverySummary;
import org.huiliu.delivery.HeldFor;
import org.huiliu.delivery.ReplayBasis;
import org.huiliu.delivery.ReplayBook;
import org.huiliu.delivery.Standing;
import org.huiliu.model.DeliveryKind;
import org.huiliu.model.DeliveryState;
import org.huiliu.platform.crypto.Sealer;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/** Deliveries as people look at them and change their way; every statement carries the person's division. */
@ApplicationScoped
class PgDeliveryDesk implements DeliveryReads, ReplayBook {
    /** The cases of a division, {@code $1}; a whole city's operator has four digits at most. */
    private static final String VISIBLE =
            "($1::text IS NULL OR c.division ^@ $1 OR c.division IS NULL AND length($1) <= 4)";

    private static final String MATCHES = VISIBLE + """
             AND ($2::uuid IS NULL OR d.case_id = $2) AND ($3::text IS NULL OR d.target = $3)
             AND ($4::text IS NULL OR (d.state = $4 OR d.state = 'WAITING' AND $4 = 'HELD')
                                      AND shown_state(d.state, d.target) = $4)
             AND ($5::text IS NULL OR d.kind = $5)
             AND ($6::text IS NULL OR d.outcome = $6) AND ($7::text IS NULL OR strpos(d.outcome_note, $7) > 0)
             AND ($8::timestamptz IS NULL OR d.created_at >= $8) AND ($9::timestamptz IS NULL OR d.created_at < $9)
             AND ($10::text IS NULL OR d.state IN ('WAITING', 'HELD') AND held_for(d.state, d.target) = $10)
            """;
    private static final String FOUND = " FROM delivery d JOIN cases c ON c.id = d.case_id WHERE ";
    private static final String HEAD = "SELECT d.id, d.case_id, d.target, d.kind, d.case_revision, "
            + "shown_state(d.state, d.target) AS state, held_for(d.state, d.target) AS held_for, d.attempts, d.outcome, d.outcome_note, d.received_as, d.replay_of, d.due_at, d.created_at, d.updated_at";
    private static final String PAGE =
            HEAD + FOUND + MATCHES + " AND ($11::uuid IS NULL OR d.id < $11) ORDER BY d.id DESC LIMIT $12";
    private static final String ONE = HEAD
            + ", d.sealed_body, d.sealed_head IS NULL AS ours, "
            + "array(SELECT r.id FROM delivery r WHERE r.replay_of = d.id ORDER BY r.id DESC LIMIT 100) AS replays"
            + FOUND + VISIBLE + " AND d.id = $2";
    private static final String ATTEMPTS =
            "SELECT number, at, millis, outcome, status, note, sealed_answer FROM attempt "
                    + "WHERE delivery_id = $1 ORDER BY number DESC, id DESC LIMIT 100";
    private static final String TALLY =
            "SELECT shown_state(d.state, d.target) AS state, d.outcome, count(*) AS deliveries" + FOUND + MATCHES
                    + " GROUP BY 1, 2";
    private static final String IDS = "SELECT d.id" + FOUND + MATCHES + " ORDER BY d.id LIMIT $11";

    private static final String STANDING = """
            SELECT d.id, d.case_id, d.target, d.kind, d.state, d.sealed_body IS NOT NULL AS frozen, d.reason,
                   coalesce((SELECT a.state NOT IN ('CANCELLED', 'RETURNED') FROM assignment a
                             WHERE a.id = d.assignment_id), true) AS has_case
            FROM delivery d JOIN cases c ON c.id = d.case_id
            WHERE """ + " " + VISIBLE + " AND d.id = ANY($2) ";
    private static final String LOCK_CASES = """
            SELECT c.id FROM cases c WHERE c.id IN (SELECT d.case_id FROM delivery d WHERE d.id = ANY($1))
            ORDER BY c.id FOR NO KEY UPDATE
            """;

    /** The parked ones go on as themselves; by what holds now, what was frozen is made anew. */
    private static final String GO_ON = """
            UPDATE delivery d
            SET state = 'WAITING', due_at = n.due_at, replay = $3, replayed_at = $4, updated_at = $4,
                sealed_body = CASE WHEN $5 THEN d.sealed_body END, sealed_head = CASE WHEN $5 THEN d.sealed_head END
            FROM unnest($1::uuid[], $2::timestamptz[]) AS n(id, due_at)
            WHERE d.id = n.id AND d.state = 'PARKED'
            """;

    private static final String SEALED =
            "SELECT id, sealed_body, sealed_head, sealed_note FROM delivery WHERE id = ANY($1)";
    /** What had ended becomes a delivery of its own; what was sealed for the other is sealed for it. */
    private static final String ADD = """
            INSERT INTO delivery (id, case_id, target, assignment_id, warning_id, kind, case_revision, state, ruleset,
                                  rule, reason, note, due_at, sealed_body, sealed_head, sealed_note, replay_of, replay, replayed_at, created_at,
                                  updated_at)
            SELECT n.id, d.case_id, d.target, d.assignment_id, d.warning_id, d.kind,
                   CASE WHEN $7 AND d.kind IN ('CREATE', 'UPDATE') THEN c.revision ELSE d.case_revision END, 'WAITING',
                   d.ruleset, d.rule, d.reason, d.note, n.due_at, n.body, n.head, n.note, d.id, $5, $6, $6, $6
            FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::bytea[], $8::bytea[], $9::bytea[])
              AS n(id, original, due_at, body, head, note)
            JOIN delivery d ON d.id = n.original JOIN cases c ON c.id = d.case_id
            ON CONFLICT (replay_of, replay) WHERE replay_of IS NOT NULL DO NOTHING
            """;

    private static final String SKIP = "UPDATE delivery SET state = 'SKIPPED', outcome = 'SKIPPED', outcome_note = $2, "
            + "updated_at = $3 WHERE id = $1 AND state IN ('WAITING', 'HELD', 'PARKED')";
    /** What lies behind a parked one is held, and nothing else is. */
    private static final String HOLD_AND_RELEASE = """
            UPDATE delivery d SET state = CASE d.state WHEN 'HELD' THEN 'WAITING' ELSE 'HELD' END, updated_at = $2
            FROM (SELECT DISTINCT case_id, target, warning_id FROM delivery WHERE id = ANY($1)) k
            WHERE d.case_id = k.case_id AND d.target = k.target AND d.warning_id IS NOT DISTINCT FROM k.warning_id
              AND d.state IN ('HELD', 'WAITING')
              AND (d.state = 'WAITING') = EXISTS (
                SELECT FROM delivery p WHERE p.case_id = d.case_id AND p.target = d.target
                  AND p.warning_id IS NOT DISTINCT FROM d.warning_id AND p.state = 'PARKED'
                  AND (p.case_revision, p.id) < (d.case_revision, d.id))
            """;

    private final Pool pool;
    private final Sealer sealer;

    PgDeliveryDesk(Pool pool, Sealer sealer) {
        this.pool = pool;
        this.sealer = sealer;
    }

    // ---------------------------------------------------------------- looking up

    @Override
    public Uni<List<DeliverySummary>> page(DeliveryFilter filter, @Nullable UUID before, int limit) {
        return query(PAGE, matching(filter).addValue(before).addValue(limit), PgDeliveryDesk::summary);
    }

    @Override
    public Uni<Optional<DeliveryDossier>> one(@Nullable String division, UUID id) {
        return query(ATTEMPTS, Tuple.of(id), row -> attempt(row, id))
                .chain(attempts -> query(ONE, Tuple.of(division, id), row -> dossier(row, attempts))
                        .map(found -> found.stream().findFirst()));
    }

    @Override
    public Uni<List<Tally>> tally(DeliveryFilter filter) {
        return query(
                TALLY,
                matching(filter),
                row -> new Tally(
                        DeliveryState.valueOf(row.getString("state")),
                        row.getString("outcome"),
                        row.getLong("deliveries")));
    }

    @Override
    public Uni<List<UUID>> ids(DeliveryFilter filter, int most) {
        return query(IDS, matching(filter).addValue(most), row -> row.getUUID("id"));
    }

    @Override
    public Uni<List<Standing>> standing(@Nullable String division, List<UUID> ids) {
        return query(STANDING, Tuple.of(division, ids.toArray(UUID[]::new)), PgDeliveryDesk::standing);
    }

    // ---------------------------------------------------------------- changing the way

    @Override
    public Uni<List<Standing>> lock(Tx tx, @Nullable String division, List<UUID> ids) {
        UUID[] wanted = ids.toArray(UUID[]::new);
        return tx.execute(LOCK_CASES, Tuple.of(wanted))
                .chain(() -> tx.execute(STANDING + "ORDER BY d.id FOR NO KEY UPDATE OF d", Tuple.of(division, wanted)))
                .map(found -> all(found, PgDeliveryDesk::standing));
    }

    @Override
    public Uni<Integer> sendAgain(Tx tx, List<Again> deliveries, ReplayBasis basis, UUID action, OffsetDateTime at) {
        List<Again> goingOn =
                deliveries.stream().filter(one -> one.delivery().goesOnItself()).toList();
        List<Again> anew = deliveries.stream()
                .filter(one -> !one.delivery().goesOnItself())
                .toList();
        return goOn(tx, goingOn, basis, action, at)
                .chain(gone -> add(tx, anew, basis, action, at).map(added -> gone + added))
                .call(() -> settle(
                        tx, deliveries.stream().map(one -> one.delivery().id()).toList(), at));
    }

    @Override
    public Uni<Void> skip(Tx tx, Standing delivery, String reason, OffsetDateTime at) {
        return tx.execute(SKIP, Tuple.of(delivery.id(), reason, at))
                .chain(() -> settle(tx, List.of(delivery.id()), at));
    }

    private static Uni<Integer> goOn(Tx tx, List<Again> parked, ReplayBasis basis, UUID action, OffsetDateTime at) {
        if (parked.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return tx.execute(
                        GO_ON,
                        Tuple.of(
                                ids(parked, one -> one.delivery().id()),
                                parked.stream().map(Again::dueAt).toArray(OffsetDateTime[]::new),
                                action,
                                at,
                                basis == ReplayBasis.ORIGINAL))
                .map(RowSet::rowCount);
    }

    private Uni<Integer> add(Tx tx, List<Again> ended, ReplayBasis basis, UUID action, OffsetDateTime at) {
        if (ended.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return tx.execute(SEALED, Tuple.of(ids(ended, one -> one.delivery().id())))
                .map(rows -> resealed(rows, ended, basis))
                .chain(kept -> tx.execute(
                        ADD,
                        Tuple.of(
                                        ids(ended, Again::as),
                                        ids(ended, one -> one.delivery().id()),
                                        ended.stream().map(Again::dueAt).toArray(OffsetDateTime[]::new),
                                        kept.bodies,
                                        action,
                                        at)
                                .addValue(basis == ReplayBasis.CURRENT)
                                .addValue(kept.heads)
                                .addValue(kept.notes)))
                .map(RowSet::rowCount);
    }

    /** What was sealed for deliveries, sealed for those that send them again; null where there is nothing. */
    private record Kept(
            @Nullable Buffer[] bodies,
            @Nullable Buffer[] heads,
            @Nullable Buffer[] notes) {}

    private Kept resealed(RowSet<Row> rows, List<Again> ended, ReplayBasis basis) {
        Map<UUID, Row> byId = new HashMap<>();
        for (Row row : rows) {
            Row before = byId.put(row.getUUID("id"), row);
        }
        Kept kept = new Kept(new Buffer[ended.size()], new Buffer[ended.size()], new Buffer[ended.size()]);
        for (int i = 0; i < ended.size(); i++) {
            Again again = ended.get(i);
            Row row = byId.get(again.delivery().id());
            if (row != null && basis == ReplayBasis.ORIGINAL) {
                kept.bodies[i] = readdressed(row.getBuffer("sealed_body"), again, PgDeliveryQueue::context);
                kept.heads[i] = readdressed(row.getBuffer("sealed_head"), again, PgDeliveryQueue::headContext);
            }
            if (row != null) {
                kept.notes[i] = readdressed(row.getBuffer("sealed_note"), again, PgDeliveryQueue::noteContext);
            }
        }
        return kept;
    }

    /** The same bytes but for the delivery's id, which stands in them so that receivers can tell deliveries apart. */
    private @Nullable Buffer readdressed(
            io.vertx.mutiny.core.buffer.@Nullable Buffer bytes, Again again, Function<UUID, String> context) {
        if (bytes == null) {
            return null;
        }
        UUID original = again.delivery().id();
        String text = new String(sealer.open(bytes.getBytes(), context.apply(original)), StandardCharsets.UTF_8);
        return Buffer.buffer(sealer.seal(
                text.replace(original.toString(), again.as().toString()).getBytes(StandardCharsets.UTF_8),
                context.apply(again.as())));
    }

    private static Uni<Void> settle(Tx tx, List<UUID> changed, OffsetDateTime at) {
        return tx.execute(HOLD_AND_RELEASE, Tuple.of(changed.toArray(UUID[]::new), at))
                .replaceWithVoid();
    }

    // ---------------------------------------------------------------- rows

    private static Tuple matching(DeliveryFilter filter) {
        return Tuple.tuple()
                .addValue(filter.division())
                .addValue(filter.caseId())
                .addValue(filter.target())
                .addValue(name(filter.state()))
                .addValue(name(filter.kind()))
                .addValue(filter.outcome())
                .addValue(filter.reason())
                .addValue(filter.from())
                .addValue(filter.to())
                .addValue(name(filter.heldFor()));
    }

    private <T> Uni<List<T>> query(String sql, Tuple parameters, Function<Row, T> read) {
        return pool.preparedQuery(sql).execute(parameters).map(found -> all(found, read));
    }

    private static <T> List<T> all(RowSet<Row> found, Function<Row, T> read) {
        List<T> all = new ArrayList<>(found.size());
        for (Row row : found) {
            all.add(read.apply(row));
        }
        return all;
    }

    private static UUID[] ids(List<Again> all, Function<Again, UUID> id) {
        return all.stream().map(id).toArray(UUID[]::new);
    }

    private static DeliverySummary summary(Row row) {
        return new DeliverySummary(
                row.getUUID("id"),
                row.getUUID("case_id"),
                row.getString("target"),
                DeliveryKind.valueOf(row.getString("kind")),
                row.getInteger("case_revision"),
                DeliveryState.valueOf(row.getString("state")),
                row.getString("held_for") == null ? null : HeldFor.valueOf(row.getString("held_for")),
                row.getInteger("attempts"),
                row.getString("outcome"),
                row.getString("outcome_note"),
                row.getString("received_as"),
                row.getUUID("replay_of"),
                Clocks.local(row.getOffsetDateTime("due_at")),
                Clocks.local(row.getOffsetDateTime("created_at")),
                Clocks.local(row.getOffsetDateTime("updated_at")));
    }

    private DeliveryDossier dossier(Row row, List<DeliveryDossier.Attempt> attempts) {
        io.vertx.mutiny.core.buffer.Buffer body = row.getBuffer("sealed_body");
        return new DeliveryDossier(
                summary(row),
                row.getBoolean("ours"),
                body == null ? null : sealer.open(body.getBytes(), PgDeliveryQueue.context(row.getUUID("id"))),
                attempts,
                List.of(row.getArrayOfUUIDs("replays")));
    }

    private DeliveryDossier.Attempt attempt(Row row, UUID delivery) {
        io.vertx.mutiny.core.buffer.Buffer answer = row.getBuffer("sealed_answer");
        return new DeliveryDossier.Attempt(
                row.getInteger("number"),
                Clocks.local(row.getOffsetDateTime("at")),
                row.getInteger("millis"),
                row.getString("outcome"),
                row.getInteger("status"),
                row.getString("note"),
                answer == null ? null : sealer.open(answer.getBytes(), PgDeliveryQueue.answerContext(delivery)));
    }

    private static Standing standing(Row row) {
        return new Standing(
                row.getUUID("id"),
                row.getUUID("case_id"),
                row.getString("target"),
                DeliveryKind.valueOf(row.getString("kind")),
                DeliveryState.valueOf(row.getString("state")),
                row.getBoolean("frozen"),
                row.getBoolean("has_case"),
                row.getString("reason"));
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }
}
