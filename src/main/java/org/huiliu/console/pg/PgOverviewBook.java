package org.huiliu.console.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.huiliu.cases.CaseMoves;
import org.huiliu.console.Overview;
import org.huiliu.console.OverviewBook;
import org.huiliu.model.CaseState;
import org.huiliu.platform.time.Clocks;
import org.jspecify.annotations.Nullable;

/** Counts from indexes as far as it can: a report never changes, and the open cases have an index of their own. */
@ApplicationScoped
class PgOverviewBook implements OverviewBook {
    private static final int HOURS = 24;

    /** The cases of a division, {@code $1}; a whole city's has at most four digits. */
    private static final String SCOPE =
            "($1::text IS NULL OR c.division ^@ $1 OR c.division IS NULL AND length($1) <= 4)";

    /** As the index of the open ones has it, so that it is used. */
    private static final String OPEN = "c.state IN ("
            + Arrays.stream(CaseState.values())
                    .filter(CaseMoves::open)
                    .map(state -> "'" + state + "'")
                    .collect(Collectors.joining(", "))
            + ")";

    /** China has one civil time, without daylight saving. */
    private static final String LOCAL = "r.received_at AT TIME ZONE INTERVAL '+08:00'";

    private static final String REPORTS = """
            SELECT r.feed, r.outcome, extract(hour FROM %s)::int AS hour, left(c.division, $2) AS division, count(*) AS count
            FROM report r JOIN cases c ON c.id = r.case_id
            WHERE r.received_at >= $3 AND %s
            GROUP BY 1, 2, 3, 4
            """.formatted(LOCAL, SCOPE);

    /** Each day by itself, so that only its reports are read. */
    private static final String DAYS = """
            SELECT d.day, extract(hour FROM %s)::int AS hour, count(*) AS count
            FROM unnest($2::date[]) AS d(day)
            JOIN report r ON r.received_at >= d.day::timestamp AT TIME ZONE INTERVAL '+08:00'
              AND r.received_at < (d.day + 1)::timestamp AT TIME ZONE INTERVAL '+08:00'
            JOIN cases c ON c.id = r.case_id
            WHERE %s
            GROUP BY 1, 2
            """.formatted(LOCAL, SCOPE);

    private static final String CASES = """
            SELECT c.state, left(c.division, $2) AS division, count(*) AS open,
                   count(*) FILTER (WHERE 'OVERDUE' = ANY (c.marks)) AS overdue
            FROM cases c WHERE %s AND %s GROUP BY 1, 2
            """.formatted(OPEN, SCOPE);

    private static final String REFUSED = """
            SELECT f.code AS feed, (SELECT count(*) FROM rejection j WHERE j.feed = f.code AND j.at >= $1) AS count
            FROM feed f
            """;

    private static final String OLDEST = """
            SELECT d.target, d.created_at FROM delivery d JOIN cases c ON c.id = d.case_id
            WHERE d.state IN ('WAITING', 'SENDING', 'HELD') AND d.state IN ('WAITING', 'SENDING', 'HELD', 'PARKED') AND %s
            ORDER BY d.created_at, d.id LIMIT 1
            """.formatted(SCOPE);

    private static final String TARGETS = "SELECT t.code, t.name FROM target t "
            + "WHERE $1::text IS NULL OR t.division ^@ $1 OR length($1) <= 4 AND $1 ^@ t.division";

    private final Pool pool;

    PgOverviewBook(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<List<Reports>> reports(@Nullable String division, int digits, OffsetDateTime since) {
        return list(
                REPORTS,
                Tuple.of(division, digits, since),
                row -> new Reports(
                        row.getString("feed"),
                        row.getString("outcome"),
                        row.getInteger("hour"),
                        row.getString("division"),
                        row.getLong("count")));
    }

    @Override
    public Uni<Map<LocalDate, long[]>> days(@Nullable String division, Collection<LocalDate> days) {
        return rows(DAYS, Tuple.of(division, days.toArray(LocalDate[]::new))).map(rows -> {
            Map<LocalDate, long[]> counts = new TreeMap<>();
            for (Row row : rows) {
                counts.computeIfAbsent(row.getLocalDate("day"), none -> new long[HOURS])[row.getInteger("hour")] =
                        row.getLong("count");
            }
            return counts;
        });
    }

    @Override
    public Uni<List<Cases>> open(@Nullable String division, int digits) {
        return list(
                CASES,
                Tuple.of(division, digits),
                row -> new Cases(
                        CaseState.valueOf(row.getString("state")),
                        row.getString("division"),
                        row.getLong("open"),
                        row.getLong("overdue")));
    }

    @Override
    public Uni<Map<String, Long>> refused(OffsetDateTime since) {
        return rows(REFUSED, Tuple.of(since)).map(rows -> {
            Map<String, Long> counts = new TreeMap<>();
            for (Row row : rows) {
                counts.put(row.getString("feed"), row.getLong("count"));
            }
            return counts;
        });
    }

    @Override
    public Uni<Optional<Overview.Undelivered>> oldest(@Nullable String division) {
        return list(
                        OLDEST,
                        Tuple.of(division),
                        row -> new Overview.Undelivered(
                                row.getString("target"), Clocks.local(row.getOffsetDateTime("created_at"))))
                .map(found -> found.stream().findFirst());
    }

    @Override
    public Uni<Map<String, String>> targets(@Nullable String division) {
        return rows(TARGETS, Tuple.of(division)).map(rows -> {
            Map<String, String> names = new TreeMap<>();
            for (Row row : rows) {
                names.put(row.getString("code"), row.getString("name"));
            }
            return names;
        });
    }

    private <T> Uni<List<T>> list(String sql, Tuple parameters, Function<Row, T> read) {
        return rows(sql, parameters).map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .map(read)
                .toList());
    }

    private Uni<RowSet<Row>> rows(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters);
    }
}
