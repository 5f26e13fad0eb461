package org.huiliu.warnings.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.huiliu.platform.audit.AuditTrail;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.Tx;
import org.huiliu.warnings.StandingWarning;
import org.huiliu.warnings.Subject;
import org.huiliu.warnings.SubjectCase;
import org.huiliu.warnings.Warning;
import org.huiliu.warnings.WarningAnswer;
import org.huiliu.warnings.WarningBook;
import org.huiliu.warnings.WarningCase;
import org.huiliu.warnings.WarningState;
import org.huiliu.warnings.WarningWithCases;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class PgWarningBook implements WarningBook {
    /** Whether a case counts for itself. */
    static final String STANDS = "c.state NOT IN ('MERGED', 'INVALID') AND c.privacy NOT IN ('CONFIDENTIAL', 'STRICT')";

    private static final String LEAD = "SELECT pg_try_advisory_xact_lock(hashtext('huiliu.warnings')) AS lead";

    private static final String OPEN = """
            SELECT w.id, w.kind, w.name, w.area, w.first_at, w.last_at, w.division
            FROM warning w JOIN unnest($1::text[], $2::text[], $3::text[]) AS r(kind, name, area)
              ON w.kind = r.kind AND w.name = r.name AND w.area = r.area
            WHERE w.state = 'OPEN'
            """;

    private static final Rows<Raised> RAISED = Rows.<Raised>into("warning")
            .uuid("id", Raised::id)
            .integer("revision", one -> 1)
            .text("rule", one -> one.rule().name())
            .text("rule_zh", one -> one.rule().zh())
            .integer("rule_cases", one -> one.rule().cases())
            .text("rule_span", one -> one.rule().window())
            .text("kind", one -> one.subject().kind().name())
            .text("name", one -> one.subject().name())
            .text("said", Raised::said)
            .text("area", one -> one.subject().area())
            .text("division", Raised::division)
            .text("state", one -> WarningState.OPEN.name())
            .uuid("tipped_by", Raised::tippedBy)
            .time("first_at", one -> first(one.cases()))
            .time("last_at", one -> last(one.cases()))
            .time("raised_at", Raised::at)
            .time("updated_at", Raised::at);

    /** One that was not raised, because another is open, gets no list. */
    private static final String LIST = """
            INSERT INTO warning_case (warning_id, case_id)
            SELECT r.warning_id, r.case_id FROM unnest($1::uuid[], $2::uuid[]) AS r(warning_id, case_id)
            JOIN warning w ON w.id = r.warning_id
            ON CONFLICT DO NOTHING
            """;

    private static final String GROW = """
            UPDATE warning w SET revision = w.revision + 1, division = r.division, updated_at = r.at,
              first_at = least(w.first_at, r.first_at), last_at = greatest(w.last_at, r.last_at)
            FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[])
              AS r(id, division, first_at, last_at, at)
            WHERE w.id = r.id AND w.state = 'OPEN'
            """;

    private static final String WARNING = """
            SELECT w.id, w.revision, w.state, w.rule, w.rule_zh, w.rule_cases, w.rule_span, w.kind, w.said, w.division,
              w.tipped_by, w.first_at, w.last_at, w.raised_at, w.updated_at, w.closed_at, w.closed_by, w.reason,
              (SELECT count(*)::int FROM warning_case wc JOIN cases c ON c.id = wc.case_id
               WHERE wc.warning_id = w.id AND %s) AS case_count
            FROM warning w
            """.formatted(STANDS);

    private static final String NEWS = WARNING + "WHERE w.state = 'OPEN' AND w.told_revision < w.revision "
            + "AND (w.told_at IS NULL OR w.told_at <= $1) ORDER BY w.id LIMIT $2";

    private static final String CASES = """
            SELECT l.warning_id, l.case_id, l.state, l.feed, l.category, l.division, l.title, l.report_count, l.at
            FROM unnest($1::uuid[]) AS r(id) CROSS JOIN LATERAL (
              SELECT wc.warning_id, wc.case_id, c.state, c.feed, c.category, c.division, c.title, c.report_count, s.at
              FROM warning w JOIN warning_case wc ON wc.warning_id = w.id JOIN cases c ON c.id = wc.case_id
              JOIN case_subject s ON s.case_id = wc.case_id AND s.kind = w.kind AND s.name = w.name
              WHERE w.id = r.id AND %s
              ORDER BY s.at DESC, wc.case_id DESC LIMIT $2) l
            ORDER BY l.at, l.case_id
            """;

    /** People see too what was merged or became invalid since. */
    private static final String LISTED = CASES.formatted("c.privacy NOT IN ('CONFIDENTIAL', 'STRICT')");

    private static final String STANDING = CASES.formatted(STANDS);

    private static final String TOLD = "UPDATE warning w SET told_revision = r.revision, told_at = $3 "
            + "FROM unnest($1::uuid[], $2::int[]) AS r(id, revision) WHERE w.id = r.id";

    private static final String VISIBLE = """
            WHERE ($1::text IS NULL OR w.division ^@ $1 OR ($2::text IS NULL AND w.division = '' AND length($1) <= 4))
              AND ($2::text IS NULL
                OR EXISTS (SELECT FROM target t WHERE t.agency = $2 AND t.enabled
                           AND 'WARNINGS' = ANY(t.subscriptions) AND w.division ^@ t.division)
                OR ($1 IS NOT NULL AND EXISTS (SELECT FROM agency g
                           WHERE g.code = $2 AND g.reach = 'DIVISION' AND $1 ^@ g.division)))
            """;

    private static final String PAGE = WARNING + VISIBLE
            + " AND ($3::text IS NULL OR w.state = $3) AND ($4::uuid IS NULL OR w.id < $4) ORDER BY w.id DESC LIMIT $5";

    private static final String COUNT =
            "SELECT count(*) AS count FROM warning w " + VISIBLE + " AND ($3::text IS NULL OR w.state = $3)";

    private static final String ONE = WARNING + VISIBLE + " AND w.id = $3";

    private static final String CLOSE = "UPDATE warning SET state = 'CLOSED', closed_at = $2, closed_by = $3, "
            + "reason = $4, updated_at = $2 WHERE id = $1 AND state = 'OPEN'";

    private static final int MOST_LISTED = 1000;

    private final Pool pool;
    private final Clock clock;

    PgWarningBook(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    // ---------------------------------------------------------------- the background work

    @Override
    public Uni<Boolean> lead(Tx tx) {
        return tx.execute(LEAD, Tuple.tuple())
                .map(rows -> rows.iterator().next().getBoolean("lead"));
    }

    @Override
    public Uni<Map<Subject, StandingWarning>> standing(Tx tx, Collection<Subject> subjects) {
        Tuple parameters = Tuple.of(
                column(subjects, one -> one.kind().name()),
                column(subjects, Subject::name),
                column(subjects, Subject::area));
        return tx.execute(OPEN, parameters).map(rows -> {
            Map<Subject, StandingWarning> open = new HashMap<>();
            for (Row row : rows) {
                Subject subject = PgSubjectBook.subject(row);
                open.put(
                        subject,
                        new StandingWarning(
                                row.getUUID("id"),
                                subject,
                                row.getOffsetDateTime("first_at"),
                                row.getOffsetDateTime("last_at"),
                                row.getString("division")));
            }
            return open;
        });
    }

    @Override
    public Uni<Void> raise(Tx tx, List<Raised> warnings) {
        return RAISED.insert(tx, warnings, "ON CONFLICT (kind, name, area) WHERE state = 'OPEN' DO NOTHING")
                .chain(() -> list(tx, warnings, Raised::id, Raised::cases));
    }

    @Override
    public Uni<Void> grow(Tx tx, List<Grown> warnings) {
        if (warnings.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple parameters = Tuple.of(
                warnings.stream().map(Grown::id).toArray(UUID[]::new),
                column(warnings, Grown::division),
                warnings.stream().map(one -> first(one.cases())).toArray(OffsetDateTime[]::new),
                warnings.stream().map(one -> last(one.cases())).toArray(OffsetDateTime[]::new),
                warnings.stream().map(Grown::at).toArray(OffsetDateTime[]::new));
        return tx.execute(GROW, parameters).chain(() -> list(tx, warnings, Grown::id, Grown::cases));
    }

    private static <T> Uni<Void> list(
            Tx tx, List<T> warnings, Function<T, UUID> id, Function<T, List<SubjectCase>> cases) {
        if (warnings.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<UUID> ids = new ArrayList<>();
        List<UUID> listed = new ArrayList<>();
        for (T warning : warnings) {
            for (SubjectCase one : cases.apply(warning)) {
                ids.add(id.apply(warning));
                listed.add(one.caseId());
            }
        }
        return tx.execute(LIST, Tuple.of(ids.toArray(UUID[]::new), listed.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<News>> news(Tx tx, OffsetDateTime toldBefore, int most, int mostCases) {
        return tx.execute(NEWS, Tuple.of(toldBefore, most)).flatMap(rows -> {
            Map<UUID, UUID> tippedBy = new HashMap<>();
            List<Warning> warnings = new ArrayList<>();
            for (Row row : rows) {
                tippedBy.put(row.getUUID("id"), row.getUUID("tipped_by"));
                warnings.add(warning(row));
            }
            if (warnings.isEmpty()) {
                return Uni.createFrom().item(List.<News>of());
            }
            UUID[] ids = warnings.stream().map(Warning::warningId).toArray(UUID[]::new);
            return tx.execute(STANDING, Tuple.of(ids, mostCases))
                    .map(PgWarningBook::lists)
                    .map(lists -> warnings.stream()
                            .map(one -> new News(
                                    one,
                                    tippedBy.getOrDefault(one.warningId(), one.warningId()),
                                    lists.getOrDefault(one.warningId(), List.of())))
                            .toList());
        });
    }

    @Override
    public Uni<Void> told(Tx tx, List<News> told, OffsetDateTime at) {
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.execute(
                        TOLD,
                        Tuple.of(
                                told.stream()
                                        .map(one -> one.warning().warningId())
                                        .toArray(UUID[]::new),
                                told.stream()
                                        .map(one -> one.warning().revision())
                                        .toArray(Integer[]::new),
                                at))
                .replaceWithVoid();
    }

    // ---------------------------------------------------------------- people

    @Override
    public Uni<List<Warning>> page(Reader reader, @Nullable WarningState state, @Nullable UUID before, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(
                        reader.division(), reader.agency(), state == null ? null : state.name(), before, limit))
                .map(rows -> {
                    List<Warning> page = new ArrayList<>();
                    for (Row row : rows) {
                        page.add(warning(row));
                    }
                    return page;
                });
    }

    @Override
    public Uni<Long> count(Reader reader, @Nullable WarningState state) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(reader.division(), reader.agency(), state == null ? null : state.name()))
                .map(rows -> rows.iterator().next().getLong("count"));
    }

    @Override
    public Uni<Optional<WarningWithCases>> one(Reader reader, UUID id) {
        return pool.preparedQuery(ONE)
                .execute(Tuple.of(reader.division(), reader.agency(), id))
                .flatMap(rows -> {
                    Optional<Warning> found = first(rows);
                    return found.isEmpty()
                            ? Uni.createFrom().item(Optional.<WarningWithCases>empty())
                            : pool.preparedQuery(LISTED)
                                    .execute(Tuple.of(new UUID[] {id}, MOST_LISTED))
                                    .map(PgWarningBook::lists)
                                    .map(lists -> found.map(
                                            one -> new WarningWithCases(one, lists.getOrDefault(id, List.of()))));
                });
    }

    @Override
    public Uni<WarningAnswer<Warning>> close(Reader reader, UUID id, String reason, String actor) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return Tx.run(pool, tx -> seen(tx, reader, id)
                .flatMap(before -> before.isEmpty()
                        ? Uni.createFrom().item(missing())
                        : tx.execute(CLOSE, Tuple.of(id, now, actor, reason))
                                .flatMap(closed -> closed.rowCount() == 0
                                        ? Uni.createFrom().item(closedAlready())
                                        : audited(tx, reader, before.get(), reason, actor, now))));
    }

    private static Uni<Optional<Warning>> seen(Tx tx, Reader reader, UUID id) {
        return tx.execute(ONE, Tuple.of(reader.division(), reader.agency(), id)).map(PgWarningBook::first);
    }

    private static Uni<WarningAnswer<Warning>> audited(
            Tx tx, Reader reader, Warning before, String reason, String actor, OffsetDateTime now) {
        UUID id = before.warningId();
        return seen(tx, reader, id)
                .map(Optional::orElseThrow)
                .call(after -> AuditTrail.add(
                        tx, new AuditTrail.Entry(now, actor, "warning.close", "warning/" + id, before, after, reason)))
                .map(WarningAnswer.Done::new);
    }

    private static WarningAnswer<Warning> missing() {
        return new WarningAnswer.Refused<>(Problem.of(ProblemType.NOT_FOUND, "There is no such warning."));
    }

    private static WarningAnswer<Warning> closedAlready() {
        return new WarningAnswer.Refused<>(Problem.of(ProblemType.ILLEGAL_MOVE, "The warning is closed already.")
                .allowing(List.of()));
    }

    // ---------------------------------------------------------------- rows

    private static Optional<Warning> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(warning(rows.iterator().next()));
    }

    private static Warning warning(Row row) {
        String division = row.getString("division");
        OffsetDateTime closedAt = row.getOffsetDateTime("closed_at");
        return new Warning(
                row.getUUID("id"),
                row.getInteger("revision"),
                WarningState.valueOf(row.getString("state")),
                new Warning.Rule(
                        row.getString("rule"),
                        row.getString("rule_zh"),
                        row.getInteger("rule_cases"),
                        row.getString("rule_span")),
                new Warning.About(Subject.Kind.valueOf(row.getString("kind")), row.getString("said")),
                division.isEmpty() ? null : division,
                row.getInteger("case_count"),
                Clocks.local(row.getOffsetDateTime("first_at")),
                Clocks.local(row.getOffsetDateTime("last_at")),
                Clocks.local(row.getOffsetDateTime("raised_at")),
                Clocks.local(row.getOffsetDateTime("updated_at")),
                closedAt == null ? null : Clocks.local(closedAt),
                row.getString("closed_by"),
                row.getString("reason"));
    }

    private static Map<UUID, List<WarningCase>> lists(RowSet<Row> rows) {
        Map<UUID, List<WarningCase>> lists = new HashMap<>();
        for (Row row : rows) {
            lists.computeIfAbsent(row.getUUID("warning_id"), none -> new ArrayList<>())
                    .add(new WarningCase(
                            row.getUUID("case_id"),
                            row.getString("state"),
                            row.getString("feed"),
                            row.getString("category"),
                            row.getString("division"),
                            row.getString("title"),
                            row.getInteger("report_count"),
                            Clocks.local(row.getOffsetDateTime("at"))));
        }
        return lists;
    }

    private static OffsetDateTime first(List<SubjectCase> cases) {
        return cases.stream()
                .map(SubjectCase::at)
                .min(OffsetDateTime::compareTo)
                .orElseThrow();
    }

    private static OffsetDateTime last(List<SubjectCase> cases) {
        return cases.stream()
                .map(SubjectCase::at)
                .max(OffsetDateTime::compareTo)
                .orElseThrow();
    }

    private static <T> String[] column(Collection<T> rows, Function<T, String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }
}
