package org.huiliu.cases.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.huiliu.cases.CaseDelivery;
import org.huiliu.cases.CaseFilter;
import org.huiliu.cases.CaseReads;
import org.huiliu.cases.CaseReport;
import org.huiliu.cases.CaseStep;
import org.huiliu.cases.CaseSummary;
import org.huiliu.cases.Scope;
import org.huiliu.model.Basis;
import org.huiliu.model.Case;

/** Reads cases from PostgreSQL; every statement carries the reader's scope. */
@ApplicationScoped
class PgCaseReads implements CaseReads {
    private static final String SUMMARY = "SELECT c.id, c.revision, c.state, c.marks, c.feed, c.domain, c.appeal_type, "
            + "c.category, c.urgency, c.priority, c.flags, c.division, c.title, c.handling->>'hostUnit' AS host_unit, "
            + "c.report_count, c.caller_count, c.opened_at, c.updated_at FROM cases c WHERE ";
    private static final String EVENTS =
            "SELECT e.id, e.at, e.kind, e.actor, e.from_state, e.to_state, e.revision, e.data FROM event e ";
    private static final String REPORTS = "SELECT r.id, r.feed, r.external_id, r.version, r.main_record, r.outcome, "
            + "r.received_at, r.channel, r.media_type FROM report r ";
    private static final String DELIVERIES =
            "SELECT d.id, d.target, d.kind, d.case_revision, d.state, d.ruleset, d.rule, d.reason, d.attempts, d.outcome, "
                    + "d.outcome_note, d.received_as, d.due_at, d.created_at, d.updated_at FROM delivery d ";

    private final Pool pool;
    private final CaseRows rows;

    PgCaseReads(Pool pool, CaseRows rows) {
        this.pool = pool;
        this.rows = rows;
    }

    @Override
    public Uni<List<CaseSummary>> list(Scope scope, CaseFilter filter) {
        Where where = Where.within(scope).and(filter);
        String sql = SUMMARY + where + " ORDER BY c.id DESC LIMIT " + where.place(filter.limit());
        return query(sql, where, PgCaseReads::summary);
    }

    @Override
    public Uni<Optional<Case>> one(Scope scope, UUID id) {
        Where where = Where.within(scope).and("c.id = ?", id);
        return query("SELECT " + CaseRows.CASE_COLUMNS + " FROM cases c WHERE " + where, where, rows::caseOf)
                .map(found -> found.stream().findFirst());
    }

    @Override
    public Uni<Optional<List<CaseStep>>> events(Scope scope, UUID id, long after, int limit) {
        Where where = new Where().and("e.case_id = ?", id).and("e.id > ?", after);
        String sql = EVENTS + "WHERE " + where + " ORDER BY e.id LIMIT " + where.place(limit);
        return ofVisible(scope, id, () -> query(sql, where, PgCaseReads::step));
    }

    @Override
    public Uni<Optional<List<CaseReport>>> reports(Scope scope, UUID id) {
        Where where = new Where().and("r.case_id = ?", id);
        return ofVisible(
                scope,
                id,
                () -> query(REPORTS + "WHERE " + where + " ORDER BY r.received_at, r.id", where, PgCaseReads::report));
    }

    @Override
    public Uni<Optional<List<CaseDelivery>>> deliveries(Scope scope, UUID id) {
        Where all = new Where().and("d.case_id = ?", id);
        Where where = scope.fold(
                city -> all,
                agency -> all.and(
                        "EXISTS (SELECT 1 FROM target t WHERE t.code = d.target AND t.agency = ?)", agency.code()),
                unit -> all.and("d.target = ?", unit.target()));
        return ofVisible(
                scope,
                id,
                () -> query(
                        DELIVERIES + "WHERE " + where + " ORDER BY d.created_at, d.id", where, PgCaseReads::delivery));
    }

    /** What belongs to a case, for whoever may see the case. */
    private <T> Uni<Optional<List<T>>> ofVisible(Scope scope, UUID id, Supplier<Uni<List<T>>> parts) {
        Where where = Where.within(scope).and("c.id = ?", id);
        return query("SELECT c.id FROM cases c WHERE " + where, where, row -> row.getUUID("id"))
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.<List<T>>empty())
                        : parts.get().map(Optional::of));
    }

    private <T> Uni<List<T>> query(String sql, Where where, Function<Row, T> read) {
        return pool.preparedQuery(sql).execute(where.parameters()).map(found -> all(found, read));
    }

    private static <T> List<T> all(RowSet<Row> found, Function<Row, T> read) {
        List<T> all = new ArrayList<>(found.size());
        for (Row row : found) {
            all.add(read.apply(row));
        }
        return all;
    }

    private static CaseSummary summary(Row row) {
        return new CaseSummary(
                row.getUUID("id"),
                row.getInteger("revision"),
                row.getString("state"),
                List.of(row.getArrayOfStrings("marks")),
                row.getString("feed"),
                row.getString("domain"),
                row.getString("appeal_type"),
                row.getString("category"),
                row.getString("urgency"),
                row.getString("priority"),
                List.of(row.getArrayOfStrings("flags")),
                row.getString("division"),
                row.getString("title"),
                row.getString("host_unit"),
                row.getInteger("report_count"),
                row.getInteger("caller_count"),
                CaseRows.local(row.getOffsetDateTime("opened_at")),
                CaseRows.local(row.getOffsetDateTime("updated_at")));
    }

    private static CaseStep step(Row row) {
        return new CaseStep(
                row.getLong("id"),
                CaseRows.local(row.getOffsetDateTime("at")),
                row.getString("kind"),
                row.getString("actor"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getInteger("revision"),
                row.getJsonObject("data").getMap());
    }

    private static CaseReport report(Row row) {
        return new CaseReport(
                row.getUUID("id"),
                row.getString("feed"),
                row.getString("external_id"),
                row.getString("version"),
                row.getString("main_record"),
                row.getString("outcome"),
                CaseRows.local(row.getOffsetDateTime("received_at")),
                row.getString("channel"),
                row.getString("media_type"));
    }

    private static CaseDelivery delivery(Row row) {
        Integer ruleset = row.getInteger("ruleset");
        return new CaseDelivery(
                row.getUUID("id"),
                row.getString("target"),
                row.getString("kind"),
                row.getInteger("case_revision"),
                row.getString("state"),
                ruleset == null ? null : new Basis(ruleset, row.getString("rule"), row.getString("reason")),
                row.getInteger("attempts"),
                row.getString("outcome"),
                row.getString("outcome_note"),
                row.getString("received_as"),
                CaseRows.local(row.getOffsetDateTime("due_at")),
                CaseRows.local(row.getOffsetDateTime("created_at")),
                CaseRows.local(row.getOffsetDateTime("updated_at")));
    }
}
