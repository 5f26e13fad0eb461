package org.huiliu.reviews.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.Tx;
import org.huiliu.reviews.Decision;
import org.huiliu.reviews.Review;
import org.huiliu.reviews.ReviewBook;
import org.huiliu.reviews.ReviewKind;
import org.huiliu.reviews.ReviewState;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class PgReviewBook implements ReviewBook {
    private static final String OPEN_ALREADY =
            "ON CONFLICT (kind, case_id, other_case) WHERE state = 'OPEN' DO NOTHING";
    private static final String ASKED_ALREADY = "ON CONFLICT (kind, case_id, other_case) WHERE state = 'OPEN' "
            + "DO UPDATE SET fallback = excluded.fallback";

    /**
     * Its cases, one or both, are within the operator's division; who works for a whole city (at most four digits) sees the cases too
     * whose division nobody has settled yet.
     */
    private static final String VISIBLE = """
            ($1::text IS NULL OR (a.division ^@ $1 OR a.division IS NULL AND length($1) <= 4)
                             AND (b.id IS NULL OR b.division ^@ $1 OR b.division IS NULL AND length($1) <= 4))
            """;

    private static final String REVIEW =
            "SELECT r.id, r.kind, r.state, r.evidence, r.opened_at, r.due_at, r.fallback, r.decided_at, "
                    + "r.decided_by, r.decision, r.reason, r.holder, r.held_until, " + glance("a") + ", " + glance("b")
                    + " FROM review r JOIN cases a ON a.id = r.case_id LEFT JOIN cases b ON b.id = r.other_case WHERE "
                    + VISIBLE;
    private static final String ONE = REVIEW + " AND r.id = $2";
    private static final String PAGE = REVIEW + """
             AND ($2::text IS NULL OR r.state = $2) AND ($3::text IS NULL OR r.kind = $3)
             AND ($4::uuid IS NULL OR (r.opened_at, r.id) > (SELECT l.opened_at, l.id FROM review l WHERE l.id = $4))
            ORDER BY r.opened_at, r.id LIMIT $5
            """;
    private static final String TALLY = """
            SELECT count(*) AS open, count(*) FILTER (WHERE r.due_at < $2) AS overdue,
                   min(r.due_at) FILTER (WHERE r.due_at >= $2) AS next_due_at
            FROM review r JOIN cases a ON a.id = r.case_id LEFT JOIN cases b ON b.id = r.other_case
            WHERE r.state = 'OPEN' AND""" + " " + VISIBLE;
    /** The order of the index {@code review_pressing}. */
    private static final String NEXT = """
            WITH pressing AS MATERIALIZED (
              SELECT r.id FROM review r JOIN cases a ON a.id = r.case_id LEFT JOIN cases b ON b.id = r.other_case
              WHERE %s AND r.state = 'OPEN' AND (cardinality($2::text[]) = 0 OR r.kind = ANY($2)) AND r.id <> ALL($3::uuid[])
                AND (r.holder IS NULL OR r.holder = $4 OR r.held_until <= $5)
              ORDER BY r.due_at, (case r.kind when 'URGENT' then 0 when 'UNOWNED' then 1 else 2 end), r.opened_at, r.id
              LIMIT 1 FOR UPDATE OF r SKIP LOCKED)
            UPDATE review SET holder = $4, held_until = $6 WHERE id = (SELECT id FROM pressing) RETURNING id
            """.formatted(VISIBLE);

    private static final String HOLD = """
            UPDATE review SET holder = $3, held_until = $5
            WHERE id = (SELECT r.id FROM review r JOIN cases a ON a.id = r.case_id LEFT JOIN cases b ON b.id = r.other_case
                        WHERE %s AND r.id = $2)
              AND state = 'OPEN' AND (holder IS NULL OR holder = $3 OR held_until <= $4)
            """.formatted(VISIBLE);
    private static final String RELEASE =
            "UPDATE review SET holder = NULL, held_until = NULL WHERE id = $1 AND holder = $2";
    private static final String COUNTS = """
            SELECT r.kind, count(*)::int AS open, min(r.opened_at) AS oldest, min(r.due_at) AS next_due,
                   count(*) FILTER (WHERE r.due_at <= $3)::int AS overdue,
                   count(*) FILTER (WHERE r.holder <> $2 AND r.held_until > $3)::int AS held
            FROM review r JOIN cases a ON a.id = r.case_id LEFT JOIN cases b ON b.id = r.other_case
            WHERE %s AND r.state = 'OPEN' GROUP BY r.kind
            """.formatted(VISIBLE);
    private static final String LOCK = "SELECT FROM review WHERE id = $1 FOR UPDATE";
    private static final String DECIDE = "UPDATE review SET state = 'DECIDED', decision = $2, reason = $3, "
            + "decided_by = $4, decided_at = $5 WHERE id = $1";
    private static final String ANSWERED = """
            UPDATE review r SET state = 'LAPSED', decided_at = $3
            WHERE r.state = 'OPEN'
              AND (r.case_id = $1
                OR r.other_case = $1 AND (r.case_id = $2
                  OR EXISTS (SELECT FROM review t WHERE t.state = 'OPEN' AND t.kind = r.kind AND t.case_id = r.case_id
                             AND t.other_case = $2)))
            """;
    private static final String TURN = "UPDATE review SET other_case = $2 WHERE state = 'OPEN' AND other_case = $1";
    private static final String URGENT =
            "SELECT id FROM review WHERE state = 'OPEN' AND kind = 'URGENT' AND case_id = $1 FOR UPDATE";
    private static final String SETTLED = "UPDATE review SET state = 'LAPSED', decided_at = $2 "
            + "WHERE state = 'OPEN' AND kind IN ('URGENT', 'UNOWNED') AND case_id = ANY($1)";
    private static final String LAPSE = "UPDATE review SET state = 'LAPSED', decided_at = $2 "
            + "WHERE state = 'OPEN' AND (case_id = ANY($1) OR other_case = ANY($1))";

    private static final Rows<NewReview> NEW = Rows.<NewReview>into("review")
            .uuid("id", one -> Ids.at(one.at().toInstant().toEpochMilli()))
            .text("kind", one -> one.kind().name())
            .uuid("case_id", NewReview::caseId)
            .uuid("other_case", NewReview::otherCase)
            .json("evidence", one -> HubJson.write(one.evidence()))
            .text("state", one -> ReviewState.OPEN.name())
            .time("due_at", NewReview::dueAt)
            .json("fallback", one -> one.fallback() == null ? null : HubJson.write(one.fallback()))
            .time("opened_at", NewReview::at);

    private final Pool pool;
    private final Clock clock;

    PgReviewBook(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public Uni<Void> open(Tx tx, List<NewReview> reviews) {
        List<NewReview> doubts = new ArrayList<>();
        // one statement may not meet a row twice: of two questions about one case the later one counts
        Map<UUID, NewReview> urgent = new TreeMap<>();
        for (NewReview one : reviews) {
            if (one.kind() == ReviewKind.URGENT) {
                urgent.put(one.caseId(), one);
            } else {
                doubts.add(one);
            }
        }
        return NEW.insert(tx, doubts, OPEN_ALREADY)
                .chain(() -> NEW.insert(tx, List.copyOf(urgent.values()), ASKED_ALREADY));
    }

    @Override
    public Uni<Tally> tally(@Nullable String division, OffsetDateTime now) {
        return pool.preparedQuery(TALLY).execute(Tuple.of(division, now)).map(rows -> {
            Row row = rows.iterator().next();
            OffsetDateTime next = row.getOffsetDateTime("next_due_at");
            return new Tally(row.getLong("open"), row.getLong("overdue"), next == null ? null : Clocks.local(next));
        });
    }

    @Override
    public Uni<List<Review>> page(Filter filter) {
        Tuple parameters =
                Tuple.of(filter.division(), name(filter.state()), name(filter.kind()), filter.after(), filter.limit());
        return pool.preparedQuery(PAGE).execute(parameters).map(this::reviews);
    }

    @Override
    public Uni<List<Count>> counts(@Nullable String division, String actor, OffsetDateTime now) {
        return pool.preparedQuery(COUNTS)
                .execute(Tuple.of(division, actor, now))
                .map(rows -> {
                    List<Count> counts = new ArrayList<>();
                    rows.forEach(row -> counts.add(count(row)));
                    return counts;
                });
    }

    @Override
    public Uni<Optional<Review>> next(Wanted wanted, Hold hold) {
        Tuple parameters = Tuple.of(
                wanted.division(),
                wanted.kinds().stream().map(Enum::name).toArray(String[]::new),
                wanted.skip().toArray(UUID[]::new),
                hold.holder(),
                hold.at(),
                hold.until());
        return pool.preparedQuery(NEXT).execute(parameters).flatMap(taken -> {
            for (Row row : taken) {
                return one(row.getUUID("id"), wanted.division());
            }
            return Uni.createFrom().item(Optional.empty());
        });
    }

    @Override
    public Uni<Optional<Review>> hold(UUID id, @Nullable String division, Hold hold) {
        return pool.preparedQuery(HOLD)
                .execute(Tuple.of(division, id, hold.holder(), hold.at(), hold.until()))
                .chain(() -> one(id, division));
    }

    @Override
    public Uni<Void> release(UUID id, String holder) {
        return pool.preparedQuery(RELEASE).execute(Tuple.of(id, holder)).replaceWithVoid();
    }

    @Override
    public Uni<Optional<Review>> one(UUID id, @Nullable String division) {
        return pool.preparedQuery(ONE).execute(Tuple.of(division, id)).map(rows -> reviews(rows).stream()
                .findFirst());
    }

    @Override
    public Uni<Optional<Review>> one(Tx tx, UUID id, @Nullable String division) {
        return tx.execute(ONE, Tuple.of(division, id))
                .map(rows -> reviews(rows).stream().findFirst());
    }

    @Override
    public Uni<Review> lock(Tx tx, UUID id) {
        return tx.execute(LOCK, Tuple.of(id)).chain(() -> one(tx, id, null)).map(Optional::orElseThrow);
    }

    @Override
    public Uni<Void> decide(Tx tx, Decision decision, OffsetDateTime at) {
        Tuple parameters =
                Tuple.of(decision.reviewId(), decision.kind().name(), decision.reason(), decision.actor(), at);
        return tx.execute(DECIDE, parameters).replaceWithVoid();
    }

    @Override
    public Uni<Void> overtaken(Tx tx, UUID merged, UUID into, OffsetDateTime at) {
        return tx.execute(ANSWERED, Tuple.of(merged, into, at))
                .chain(() -> tx.execute(TURN, Tuple.of(merged, into)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<UUID>> urgent(Tx tx, UUID caseId) {
        return tx.execute(URGENT, Tuple.of(caseId)).map(found -> {
            Optional<UUID> id = Optional.empty();
            for (Row row : found) {
                id = Optional.of(row.getUUID("id"));
            }
            return id;
        });
    }

    @Override
    public Uni<Void> settled(Tx tx, Collection<UUID> cases, OffsetDateTime at) {
        return cases.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.execute(SETTLED, Tuple.of(cases.toArray(UUID[]::new), at)).replaceWithVoid();
    }

    @Override
    public Uni<Void> lapse(Tx tx, Collection<UUID> cases, OffsetDateTime at) {
        return cases.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.execute(LAPSE, Tuple.of(cases.toArray(UUID[]::new), at)).replaceWithVoid();
    }

    private List<Review> reviews(RowSet<Row> rows) {
        List<Review> reviews = new ArrayList<>(rows.size());
        for (Row row : rows) {
            reviews.add(review(row));
        }
        return reviews;
    }

    private static Count count(Row row) {
        OffsetDateTime nextDue = row.getOffsetDateTime("next_due");
        return new Count(
                ReviewKind.valueOf(row.getString("kind")),
                row.getInteger("open"),
                row.getInteger("held"),
                row.getInteger("overdue"),
                Clocks.local(row.getOffsetDateTime("oldest")),
                nextDue == null ? null : Clocks.local(nextDue));
    }

    private Review review(Row row) {
        ReviewState state = ReviewState.valueOf(row.getString("state"));
        OffsetDateTime heldUntil = row.getOffsetDateTime("held_until");
        // a hold that has run out is none, and it ends with the review
        boolean held = state == ReviewState.OPEN && heldUntil != null && heldUntil.isAfter(OffsetDateTime.now(clock));
        OffsetDateTime decidedAt = row.getOffsetDateTime("decided_at");
        String decision = row.getString("decision");
        OffsetDateTime dueAt = row.getOffsetDateTime("due_at");
        JsonObject fallback = row.getJsonObject("fallback");
        return new Review(
                row.getUUID("id"),
                ReviewKind.valueOf(row.getString("kind")),
                state,
                glance(row, "a"),
                row.getUUID("b_id") == null ? null : glance(row, "b"),
                row.getJsonObject("evidence").getMap(),
                Clocks.local(row.getOffsetDateTime("opened_at")),
                dueAt == null ? null : Clocks.local(dueAt),
                fallback == null ? null : fallback.getMap(),
                decidedAt == null ? null : Clocks.local(decidedAt),
                row.getString("decided_by"),
                decision == null ? null : Decision.Kind.valueOf(decision),
                row.getString("reason"),
                held ? row.getString("holder") : null,
                held ? Clocks.local(heldUntil) : null);
    }

    private static String glance(String c) {
        StringBuilder columns = new StringBuilder();
        for (String column : List.of(
                "id",
                "revision",
                "state",
                "marks",
                "feed",
                "category",
                "urgency",
                "priority",
                "division",
                "title",
                "description",
                "report_count",
                "caller_count",
                "opened_at")) {
            columns.append("%s.%s AS %s_%s, ".formatted(c, column, c, column));
        }
        return columns
                + "%s.content->'place'->>'address' AS %s_address, %s.handling->>'hostUnit' AS %s_host"
                        .formatted(c, c, c, c);
    }

    private static Review.Glance glance(Row row, String c) {
        return new Review.Glance(
                row.getUUID(c + "_id"),
                row.getInteger(c + "_revision"),
                row.getString(c + "_state"),
                List.of(row.getArrayOfStrings(c + "_marks")),
                row.getString(c + "_feed"),
                row.getString(c + "_category"),
                row.getString(c + "_urgency"),
                row.getString(c + "_priority"),
                row.getString(c + "_division"),
                row.getString(c + "_address"),
                row.getString(c + "_title"),
                row.getString(c + "_description"),
                row.getString(c + "_host"),
                row.getInteger(c + "_report_count"),
                row.getInteger(c + "_caller_count"),
                Clocks.local(row.getOffsetDateTime(c + "_opened_at")));
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }
}
