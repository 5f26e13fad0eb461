package org.huiliu.delivery.pg;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.huiliu.delivery.Addressee;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.Finished;
import org.huiliu.delivery.Head;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.delivery.Request;
import org.huiliu.delivery.Room;
import org.huiliu.model.Basis;
import org.huiliu.model.DeliveryKind;
import org.huiliu.platform.crypto.Sealer;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.telemetry.Trace;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/** Each step is one statement however many deliveries it has; {@code add} needs a second one unless all are CREATEs. */
@ApplicationScoped
class PgDeliveryQueue implements DeliveryQueue {

    /**
     * What a newer delivery does to those before it, and what they do to it: behind a parked one it is held, and behind one
     * that sleeps after a failure it sleeps too, so that the claim need not look at it meanwhile. Here and below
     * warnings keep apart from the case and from each other: a target that takes none must not miss its cases. What a
     * person wants sent again is superseded by nothing but a recall, and carries nothing newer.
     */
    private static final String SETTLE = """
            WITH newer AS (
              SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::text[], $7::uuid[])
                AS n(id, case_id, target, revision, kind, warning_id)
            ), gone AS (
              UPDATE delivery d SET state = 'SUPERSEDED', updated_at = $6 FROM newer n
              WHERE d.case_id = n.case_id AND d.target = n.target AND d.case_revision < n.revision
                AND d.state IN ('WAITING', 'HELD') AND d.attempts = 0
                AND d.warning_id IS NOT DISTINCT FROM n.warning_id
                AND (n.kind IN ('UPDATE', 'WARNING') AND d.kind = n.kind AND d.replay_of IS NULL
                  OR n.kind = 'RECALL' AND d.kind IN ('CREATE', 'UPDATE'))
              RETURNING d.id, d.case_id, d.target, d.case_revision, d.kind, d.replay_of
            ), pointless AS (
              SELECT n.id FROM newer n JOIN gone g USING (case_id, target)
              WHERE n.kind = 'RECALL' AND g.kind = 'CREATE' AND g.replay_of IS NULL AND g.case_revision < n.revision
            ), behind AS (
              SELECT n.id, bool_or(p.state IN ('PARKED', 'HELD')) AS held, max(p.due_at) AS due_at
              FROM newer n JOIN delivery p ON p.case_id = n.case_id AND p.target = n.target
                AND p.warning_id IS NOT DISTINCT FROM n.warning_id AND (p.case_revision, p.id) < (n.revision, n.id)
              WHERE p.state IN ('PARKED', 'HELD') OR p.state = 'WAITING' AND p.attempts > 0
              GROUP BY n.id
            )
            UPDATE delivery d
            SET state = CASE WHEN n.pointless THEN 'SUPERSEDED' WHEN b.held THEN 'HELD' ELSE d.state END,
                due_at = greatest(d.due_at, b.due_at)
            FROM (SELECT id, id IN (SELECT id FROM pointless) AS pointless FROM newer
                  WHERE id NOT IN (SELECT id FROM gone)) n
            LEFT JOIN behind b USING (id)
            WHERE d.id = n.id AND (n.pointless OR b.id IS NOT NULL)
            """;

    /**
     * Per target its earliest due heads; a head has no open delivery of its case and target before it. What is under way
     * at other pods takes places too: who claims holds the target's gate, so nobody adds to them meanwhile. The array of ids
     * says nothing new: without it the planner, which takes the heads for thousands, reads the whole table (500 ms of 500,000
     * rows instead of 10).
     */
    private static final String CLAIM = """
            WITH head AS (
              SELECT h.*
              FROM unnest($1::text[], $2::int[], $3::int[], $4::int[]) AS room(target, places, most, lease_ms)
              CROSS JOIN LATERAL (
                SELECT count(*) AS taken FROM delivery s
                WHERE s.target = room.target AND s.state = 'SENDING' AND s.lease_until > $5) AS under_way
              CROSS JOIN LATERAL (
                SELECT d.id, d.state AS was, room.lease_ms,
                       CASE WHEN d.attempts > 0 THEN d.due_at - d.updated_at ELSE interval '0' END AS pause
                FROM delivery d
                WHERE d.target = room.target AND d.state IN ('WAITING', 'SENDING') AND d.due_at <= $5
                  AND (d.state = 'WAITING' OR d.lease_until <= $5)
                  AND NOT EXISTS (SELECT FROM delivery e WHERE e.case_id = d.case_id AND e.target = d.target
                                  AND e.warning_id IS NOT DISTINCT FROM d.warning_id
                                  AND e.state IN ('WAITING', 'SENDING', 'HELD', 'PARKED')
                                  AND (e.case_revision, e.id) < (d.case_revision, d.id))
                ORDER BY d.due_at, d.id
                LIMIT greatest(0, least(room.places - under_way.taken, room.most))
                FOR UPDATE OF d SKIP LOCKED) AS h
            )
            UPDATE delivery d
            SET state = 'SENDING', attempts = d.attempts + 1, lease = d.lease + 1,
                lease_until = $5::timestamptz + head.lease_ms * interval '1 millisecond', updated_at = $5,
                lost = CASE head.was WHEN 'SENDING' THEN d.lost + 1 ELSE 0 END
            FROM head WHERE d.id = head.id AND d.id = ANY (ARRAY(SELECT id FROM head))
            RETURNING d.id, d.case_id, d.target, d.assignment_id, d.kind, d.case_revision, d.note::text AS note,
                      d.sealed_note, coalesce(d.replayed_at, d.created_at) AS created_at, d.due_at, d.attempts, d.lease, d.lost, d.traceparent, d.sealed_body,
                      d.sealed_head, (extract(epoch FROM head.pause) * 1000)::bigint AS pause_ms
            """;

    private static final String FREEZE = """
            UPDATE delivery d SET sealed_body = b.body, sealed_head = b.head
            FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS b(id, body, head)
            WHERE d.id = b.id AND d.sealed_body IS NULL
            """;

    /**
     * The fence is {@code d.lease = f.lease}; attempts follow from the rows that passed it, and so does what waits behind
     * them: it is held with a parked one, and sleeps with one that waits, so that the claim need not look at it meanwhile.
     * Whether the target's gate is as that of a healthy target is told along: then nothing more need be asked or written.
     */
    private static final String COMPLETE = """
            WITH done AS (
              UPDATE delivery d
              SET state = f.state, due_at = coalesce(f.due_at, d.due_at), outcome = f.outcome, outcome_note = f.note,
                  received_as = coalesce(f.received_as, d.received_as), lease_until = NULL, lost = 0, updated_at = $11
              FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::timestamptz[], $5::text[], $6::int[], $7::text[],
                          $8::text[], $9::timestamptz[], $10::int[], $12::bytea[])
                AS f(id, lease, state, due_at, outcome, status, note, received_as, started_at, millis, answer)
              WHERE d.id = f.id AND d.lease = f.lease AND d.state = 'SENDING'
              RETURNING d.id, d.case_id, d.target, d.warning_id, d.case_revision, d.state, d.attempts,
                        d.due_at, f.outcome, f.status, f.note, f.started_at, f.millis, f.answer
            ), tried AS (
              INSERT INTO attempt (delivery_id, number, at, millis, outcome, status, note, sealed_answer)
              SELECT id, attempts, started_at, millis, outcome, status, note, answer FROM done
            ), behind AS (
              UPDATE delivery d
              SET state = CASE p.state WHEN 'PARKED' THEN 'HELD' ELSE 'WAITING' END,
                  due_at = greatest(d.due_at, p.due_at), updated_at = $11
              FROM done p
              WHERE p.state IN ('PARKED', 'WAITING') AND d.case_id = p.case_id AND d.target = p.target
                AND d.warning_id IS NOT DISTINCT FROM p.warning_id
                AND d.state = 'WAITING' AND (d.case_revision, d.id) > (p.case_revision, p.id)
            )
            SELECT id, target, coalesce(g.breaker <> 'CLOSED' OR g.failures > 0, false) AS marred
            FROM done LEFT JOIN target_gate g USING (target)
            """;

    private static final String RELEASE = """
            UPDATE delivery d SET state = 'WAITING', lease_until = NULL, updated_at = $3
            FROM unnest($1::uuid[], $2::bigint[]) AS c(id, lease)
            WHERE d.id = c.id AND d.lease = c.lease AND d.state = 'SENDING'
            """;

    /** Gives waiting UPDATEs the newer revision; the others are told with the time at which they are due. */
    private static final String CARRY = """
            WITH newer AS (
              SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[]) AS n(case_id, target, revision)
            ), carried AS (
              UPDATE delivery d SET case_revision = n.revision, updated_at = $5 FROM newer n
              WHERE d.case_id = n.case_id AND d.target = n.target AND d.kind = 'UPDATE'
                AND d.state IN ('WAITING', 'HELD') AND d.attempts = 0 AND d.case_revision <= n.revision
                AND d.replay_of IS NULL
              RETURNING d.case_id, d.target
            )
            SELECT n.case_id, n.target,
                   greatest($5, max(d.due_at) + $4::int * interval '1 millisecond') AS due_at
            FROM newer n
            LEFT JOIN delivery d ON d.case_id = n.case_id AND d.target = n.target AND d.kind IN ('CREATE', 'UPDATE')
              AND d.state <> 'SUPERSEDED'
            WHERE NOT EXISTS (SELECT FROM carried c WHERE c.case_id = n.case_id AND c.target = n.target)
            GROUP BY n.case_id, n.target
            """;

    private static final String FORWARDED = """
            SELECT case_id FROM delivery WHERE case_id = ANY($1) AND kind = 'CREATE' AND state <> 'SUPERSEDED'
              AND replay_of IS NULL
            GROUP BY case_id HAVING bool_and(state = 'DELIVERED')
            """;

    private static final String ADDRESSEES =
            "SELECT id, case_id, target, assignment_id FROM delivery WHERE id = ANY($1)";

    private final Sealer sealer;

    PgDeliveryQueue(Sealer sealer) {
        this.sealer = sealer;
    }

    @Override
    public Uni<Void> add(Tx tx, List<NewDelivery> deliveries, OffsetDateTime at) {
        return rows(at).comeTime("due_at", one -> at).insert(tx, deliveries).chain(() -> settle(tx, deliveries, at));
    }

    @Override
    public Uni<Void> addAtPace(Tx tx, List<NewDelivery> updates, Duration pace, OffsetDateTime at) {
        if (updates.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.execute(
                        CARRY,
                        Tuple.of(
                                column(updates, UUID[]::new, NewDelivery::caseId),
                                column(updates, String[]::new, NewDelivery::target),
                                column(updates, Integer[]::new, NewDelivery::caseRevision),
                                (int) pace.toMillis(),
                                at))
                .flatMap(rows -> {
                    Map<List<Object>, OffsetDateTime> due = new HashMap<>();
                    for (Row row : rows) {
                        due.put(
                                List.of(row.getUUID("case_id"), row.getString("target")),
                                row.getOffsetDateTime("due_at"));
                    }
                    List<NewDelivery> further = updates.stream()
                            .filter(one -> due.containsKey(List.of(one.caseId(), one.target())))
                            .toList();
                    return rows(at).time("due_at", one -> due.get(List.of(one.caseId(), one.target())))
                            .insert(tx, further)
                            .chain(() -> settle(tx, further, at));
                });
    }

    @Override
    public Uni<Set<UUID>> forwarded(Tx tx, Collection<UUID> cases) {
        if (cases.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return tx.execute(FORWARDED, Tuple.of(cases.toArray(UUID[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("case_id"))
                        .collect(Collectors.toSet()));
    }

    private Rows<NewDelivery> rows(OffsetDateTime at) {
        return Rows.<NewDelivery>into("delivery")
                .uuid("id", NewDelivery::id)
                .uuid("case_id", NewDelivery::caseId)
                .text("target", NewDelivery::target)
                .uuid("assignment_id", NewDelivery::assignmentId)
                .uuid("warning_id", NewDelivery::warningId)
                .text("kind", one -> one.kind().name())
                .integer("case_revision", NewDelivery::caseRevision)
                .text("state", one -> "WAITING")
                .integer("ruleset", one -> of(one.basis(), Basis::rulesetVersion))
                .text("rule", one -> of(one.basis(), Basis::rule))
                .text("reason", one -> of(one.basis(), Basis::reason))
                .bytes("sealed_note", this::sealedNote)
                .text("traceparent", one -> Trace.of(one.traceparent()))
                .time("created_at", one -> at)
                .time("updated_at", one -> at);
    }

    private byte @Nullable [] sealedNote(NewDelivery one) {
        return one.note().isEmpty()
                ? null
                : sealer.seal(HubJson.write(one.note()).getBytes(StandardCharsets.UTF_8), noteContext(one.id()));
    }

    private static Uni<Void> settle(Tx tx, List<NewDelivery> deliveries, OffsetDateTime at) {
        // a CREATE replaces nothing; one behind a parked delivery is kept back by the claim
        List<NewDelivery> following = deliveries.stream()
                .filter(one -> one.kind() != DeliveryKind.CREATE)
                .toList();
        if (following.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.execute(
                        SETTLE,
                        Tuple.of(
                                        column(following, UUID[]::new, NewDelivery::id),
                                        column(following, UUID[]::new, NewDelivery::caseId),
                                        column(following, String[]::new, NewDelivery::target),
                                        column(following, Integer[]::new, NewDelivery::caseRevision),
                                        column(following, String[]::new, one -> one.kind()
                                                .name()))
                                .addValue(at)
                                .addValue(column(following, UUID[]::new, NewDelivery::warningId)))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Claimed>> claim(Tx tx, List<Room> rooms, OffsetDateTime at) {
        if (rooms.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return tx.execute(
                        CLAIM,
                        Tuple.of(
                                column(rooms, String[]::new, Room::target),
                                column(rooms, Integer[]::new, Room::places),
                                column(rooms, Integer[]::new, Room::most),
                                column(rooms, Integer[]::new, room ->
                                        (int) room.lease().toMillis()),
                                at))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(this::claimed)
                        .sorted(Comparator.comparing(Claimed::dueAt).thenComparing(Claimed::id))
                        .toList());
    }

    private Claimed claimed(Row row) {
        UUID id = row.getUUID("id");
        io.vertx.mutiny.core.buffer.Buffer sealed = row.getBuffer("sealed_body");
        io.vertx.mutiny.core.buffer.Buffer head = row.getBuffer("sealed_head");
        return new Claimed(
                id,
                row.getUUID("case_id"),
                row.getString("target"),
                row.getUUID("assignment_id"),
                DeliveryKind.valueOf(row.getString("kind")),
                row.getInteger("case_revision"),
                note(id, row),
                Clocks.local(row.getOffsetDateTime("created_at")),
                Clocks.local(row.getOffsetDateTime("due_at")),
                row.getInteger("attempts"),
                row.getLong("lease"),
                row.getInteger("lost"),
                Duration.ofMillis(Math.max(0, row.getLong("pause_ms"))),
                row.getString("traceparent"),
                sealed == null ? null : sealer.open(sealed.getBytes(), context(id)),
                head == null ? null : head(sealer.open(head.getBytes(), headContext(id))));
    }

    /** Deliveries of older versions of the hub have theirs unsealed. */
    private JsonNode note(UUID id, Row row) {
        io.vertx.mutiny.core.buffer.Buffer sealed = row.getBuffer("sealed_note");
        String text = sealed == null
                ? row.getString("note")
                : new String(sealer.open(sealed.getBytes(), noteContext(id)), StandardCharsets.UTF_8);
        return HubJson.read(text, JsonNode.class);
    }

    @Override
    public Uni<Void> freeze(Tx tx, Map<UUID, Request> requests) {
        if (requests.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map.Entry<UUID, Request>> entries = new ArrayList<>(requests.entrySet());
        return tx.execute(
                        FREEZE,
                        Tuple.of(
                                column(entries, UUID[]::new, Map.Entry::getKey),
                                column(
                                        entries,
                                        Buffer[]::new,
                                        entry -> Buffer.buffer(
                                                sealer.seal(entry.getValue().body(), context(entry.getKey())))),
                                column(
                                        entries,
                                        Buffer[]::new,
                                        entry -> sealedHead(
                                                entry.getKey(), entry.getValue().head()))))
                .replaceWithVoid();
    }

    /** A path may hold what identifies a citizen. That of the hub's own contracts follows from the delivery. */
    private @Nullable Buffer sealedHead(UUID id, Head head) {
        return head.usual()
                ? null
                : Buffer.buffer(sealer.seal(HubJson.write(head).getBytes(StandardCharsets.UTF_8), headContext(id)));
    }

    private static Head head(byte[] json) {
        return HubJson.read(new String(json, StandardCharsets.UTF_8), Head.class);
    }

    @Override
    public Uni<Written> complete(Tx tx, List<Finished> finished, OffsetDateTime at) {
        return tx.execute(
                        COMPLETE,
                        Tuple.tuple()
                                .addValue(column(finished, UUID[]::new, one -> one.delivery()
                                        .id()))
                                .addValue(column(finished, Long[]::new, one -> one.delivery()
                                        .lease()))
                                .addValue(column(finished, String[]::new, one -> one.next()
                                        .name()))
                                .addValue(column(finished, OffsetDateTime[]::new, Finished::dueAt))
                                .addValue(column(finished, String[]::new, Finished::word))
                                .addValue(column(finished, Integer[]::new, Finished::status))
                                .addValue(column(finished, String[]::new, Finished::note))
                                .addValue(column(finished, String[]::new, Finished::receivedAs))
                                .addValue(column(finished, OffsetDateTime[]::new, Finished::startedAt))
                                .addValue(column(finished, Integer[]::new, Finished::millis))
                                .addValue(at)
                                .addValue(column(finished, Buffer[]::new, this::sealedAnswer)))
                .map(PgDeliveryQueue::written);
    }

    private @Nullable Buffer sealedAnswer(Finished one) {
        return one.answer() == null
                ? null
                : Buffer.buffer(
                        sealer.seal(one.answer(), answerContext(one.delivery().id())));
    }

    private static Written written(RowSet<Row> rows) {
        Set<UUID> ids = new HashSet<>();
        Set<String> marred = new HashSet<>();
        for (Row row : rows) {
            ids.add(row.getUUID("id"));
            if (row.getBoolean("marred")) {
                marred.add(row.getString("target"));
            }
        }
        return new Written(ids, marred);
    }

    @Override
    public Uni<Void> release(Tx tx, Collection<Claimed> claimed, OffsetDateTime at) {
        return tx.execute(
                        RELEASE,
                        Tuple.of(
                                column(claimed, UUID[]::new, Claimed::id),
                                column(claimed, Long[]::new, Claimed::lease),
                                at))
                .replaceWithVoid();
    }

    @Override
    public Uni<Map<UUID, Addressee>> addressees(Tx tx, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return tx.execute(ADDRESSEES, Tuple.of(ids.toArray(UUID[]::new))).map(rows -> {
            Map<UUID, Addressee> found = new HashMap<>();
            for (Row row : rows) {
                found.put(
                        row.getUUID("id"),
                        new Addressee(row.getUUID("case_id"), row.getString("target"), row.getUUID("assignment_id")));
            }
            return found;
        });
    }

    private static <R, C> C[] column(
            Collection<R> rows, IntFunction<C[]> array, Function<R, ? extends @Nullable C> value) {
        C[] values = array.apply(rows.size());
        int i = 0;
        for (R row : rows) {
            values[i++] = value.apply(row);
        }
        return values;
    }

    private static <T> @Nullable T of(@Nullable Basis basis, Function<Basis, T> value) {
        return basis == null ? null : value.apply(basis);
    }

    static String headContext(UUID deliveryId) {
        return "delivery-head/" + deliveryId;
    }

    static String noteContext(UUID deliveryId) {
        return "delivery-note/" + deliveryId;
    }

    static String context(UUID deliveryId) {
        return "delivery/" + deliveryId;
    }

    static String answerContext(UUID deliveryId) {
        return "delivery-answer/" + deliveryId;
    }
}
