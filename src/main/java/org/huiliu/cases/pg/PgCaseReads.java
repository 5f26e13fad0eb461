package org.huiliu.cases.pg;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.huiliu.cases.CaseDecision;
import org.huiliu.cases.CaseDelivery;
import org.huiliu.cases.CaseFilter;
import org.huiliu.cases.CaseLink;
import org.huiliu.cases.CaseReads;
import org.huiliu.cases.CaseReport;
import org.huiliu.cases.CaseStep;
import org.huiliu.cases.CaseSummary;
import org.huiliu.cases.LinkBook;
import org.huiliu.cases.Scope;
import org.huiliu.model.Basis;
import org.huiliu.model.Case;
import org.huiliu.model.CaseContent;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/** Reads cases from PostgreSQL; every statement carries the reader's scope. */
@ApplicationScoped
class PgCaseReads implements CaseReads {
    private static final String SUMMARY = "SELECT c.id, c.revision, c.state, c.marks, c.feed, c.domain, c.appeal_type, "
            + "c.category, c.urgency, c.priority, c.flags, c.division, c.title, c.handling->>'hostUnit' AS host_unit, "
            + "c.report_count, c.caller_count, c.opened_at, c.updated_at FROM cases c WHERE ";
    private static final String EVENTS =
            "SELECT e.id, e.at, e.kind, e.actor, e.from_state, e.to_state, e.revision, e.data FROM event e ";
    /** The reports of a case and of those that are merged into it, through however many steps. */
    private static final String REPORTS = """
            WITH RECURSIVE handled(id) AS (
              VALUES ($1::uuid)
              UNION
              SELECT l.from_case FROM handled h JOIN link l ON l.to_case = h.id
              WHERE l.kind = 'MERGED' AND l.undone_at IS NULL
            )
            SELECT r.id, r.case_id, r.feed, r.external_id, r.version, r.main_record, r.outcome, r.received_at,
                   r.channel, r.media_type, CASE WHEN $2::boolean THEN r.content::text END AS said, a.layer, a.repeat_of, a.evidence, a.decided_by, a.at
            FROM handled h JOIN report r ON r.case_id = h.id
            LEFT JOIN attachment a ON a.report_id = r.id AND a.undone_at IS NULL
            ORDER BY r.received_at, r.id
            """;
    /** Both ends of a case's links, the other one called {@code c}. */
    private static final String LINKS = """
            SELECT o.from_case, o.other, o.kind, o.evidence, o.decided_by, o.at
            FROM (SELECT from_case, to_case AS other, kind, evidence, decided_by, at FROM link
                  WHERE from_case = %1$s AND undone_at IS NULL
                  UNION ALL
                  SELECT from_case, from_case, kind, evidence, decided_by, at FROM link
                  WHERE to_case = %1$s AND undone_at IS NULL) o
            JOIN cases c ON c.id = o.other
            WHERE %2$s ORDER BY o.at, o.other LIMIT 1000
            """;

    private static final String OPEN_REVIEWS =
            "SELECT count(*)::int AS n FROM review WHERE state = 'OPEN' AND (case_id = $1 OR other_case = $1)";
    private static final String DELIVERIES =
            "SELECT d.id, d.target, d.kind, d.case_revision, shown_state(d.state, d.target) AS state, d.ruleset, d.rule, d.reason, d.attempts, d.outcome, "
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
    public Uni<Set<UUID>> visible(Tx tx, Scope scope, Collection<UUID> ids) {
        Where where = Where.within(scope).and("c.id = ANY(?)", (Object) ids.toArray(UUID[]::new));
        return tx.execute("SELECT c.id FROM cases c WHERE " + where, where.parameters())
                .map(found -> Set.copyOf(all(found, row -> row.getUUID("id"))));
    }

    @Override
    public Uni<Optional<List<CaseStep>>> events(Scope scope, UUID id, long after, int limit) {
        Where where = new Where().and("e.case_id = ?", id).and("e.id > ?", after);
        String sql = EVENTS + "WHERE " + where + " ORDER BY e.id LIMIT " + where.place(limit);
        return ofVisible(scope, id, () -> query(sql, where, PgCaseReads::step));
    }

    @Override
    public Uni<Optional<List<CaseDecision>>> decisions(Scope scope, UUID id, int limit) {
        Where where = new Where().and("e.case_id = ?", id).and("e.kind = 'ROUTED'");
        String sql = EVENTS + "WHERE " + where + " ORDER BY e.id DESC LIMIT " + where.place(limit);
        return ofVisible(scope, id, () -> query(sql, where, PgCaseReads::decision));
    }

    @Override
    public Uni<Optional<List<CaseReport>>> reports(Scope scope, UUID id, boolean said) {
        Where of = new Where();
        String asFirst = of.place(id);
        String asSecond = of.place(said);
        return ofVisible(scope, id, () -> query(REPORTS, of, PgCaseReads::report));
    }

    @Override
    public Uni<List<CaseLink>> links(Scope scope, UUID id) {
        Where where = Where.within(scope);
        return query(LINKS.formatted(where.place(id), where), where, row -> link(row, id));
    }

    @Override
    public Uni<Integer> openReviews(UUID id) {
        return pool.preparedQuery(OPEN_REVIEWS)
                .execute(Tuple.of(id))
                .map(found -> found.iterator().next().getInteger("n"));
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
                Clocks.local(row.getOffsetDateTime("opened_at")),
                Clocks.local(row.getOffsetDateTime("updated_at")));
    }

    private static CaseStep step(Row row) {
        return new CaseStep(
                row.getLong("id"),
                Clocks.local(row.getOffsetDateTime("at")),
                row.getString("kind"),
                row.getString("actor"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getInteger("revision"),
                row.getJsonObject("data").getMap());
    }

    private static CaseDecision decision(Row row) {
        JsonNode data = HubJson.read(row.getJsonObject("data").encode(), JsonNode.class);
        return new CaseDecision(
                row.getLong("id"),
                Clocks.local(row.getOffsetDateTime("at")),
                row.getString("actor"),
                row.getInteger("revision"),
                data.path("ruleset").asInt(),
                data.path("rule").asText(),
                data.path("reason").textValue(),
                data.path("destination").textValue(),
                listed(
                        data.path("units"),
                        one -> new CaseDecision.Unit(
                                one.path("target").asText(),
                                one.path("role").asText(),
                                one.path("rule").textValue(),
                                one.path("reason").textValue())),
                data.has("decideBy")
                        ? OffsetDateTime.parse(data.path("decideBy").asText())
                        : null,
                data.path("urgency").textValue(),
                data.path("itemKind").textValue(),
                data.path("deadlinePolicy").textValue(),
                listed(data.path("tags"), JsonNode::asText),
                listed(
                        data.path("fired"),
                        one -> new CaseDecision.Fired(
                                one.path("group").asText(), one.path("rule").asText())),
                values(data.path("values")),
                listed(data.path("notFound"), JsonNode::asText));
    }

    private static Map<String, List<String>> values(JsonNode values) {
        Map<String, List<String>> byField = new TreeMap<>();
        values.properties().forEach(one -> byField.put(one.getKey(), listed(one.getValue(), JsonNode::asText)));
        return byField;
    }

    private static <T> List<T> listed(JsonNode array, Function<JsonNode, T> read) {
        List<T> listed = new ArrayList<>();
        array.forEach(one -> listed.add(read.apply(one)));
        return listed;
    }

    private static CaseReport report(Row row) {
        String layer = row.getString("layer");
        return new CaseReport(
                row.getUUID("id"),
                row.getUUID("case_id"),
                row.getString("feed"),
                row.getString("external_id"),
                row.getString("version"),
                row.getString("main_record"),
                row.getString("outcome"),
                Clocks.local(row.getOffsetDateTime("received_at")),
                row.getString("channel"),
                row.getString("media_type"),
                layer == null
                        ? null
                        : new CaseReport.Attachment(
                                layer,
                                row.getUUID("repeat_of"),
                                row.getJsonObject("evidence").getMap(),
                                row.getString("decided_by"),
                                Clocks.local(row.getOffsetDateTime("at"))),
                row.getString("said") == null ? null : HubJson.read(row.getString("said"), CaseContent.class));
    }

    private static CaseLink link(Row row, UUID of) {
        boolean outward = row.getUUID("from_case").equals(of);
        JsonObject evidence = row.getJsonObject("evidence");
        String decidedBy = row.getString("decided_by");
        return new CaseLink(
                switch (LinkBook.Kind.valueOf(row.getString("kind"))) {
                    case MERGED -> outward ? CaseLink.Kind.PARENT : CaseLink.Kind.CHILD;
                    case RECURRENCE -> outward ? CaseLink.Kind.RECURRENCE : CaseLink.Kind.RELATED;
                    case SEPARATE -> CaseLink.Kind.SEPARATE;
                },
                row.getUUID("other"),
                evidence.getDouble("score"),
                likeness(evidence),
                decidedBy.startsWith("operator:")
                        ? CaseLink.DecidedBy.OPERATOR
                        : decidedBy.startsWith("feed:") ? CaseLink.DecidedBy.SOURCE : CaseLink.DecidedBy.AUTO,
                Clocks.local(row.getOffsetDateTime("at")));
    }

    private static CaseLink.@Nullable Likeness likeness(JsonObject evidence) {
        return evidence.containsKey("text") || evidence.containsKey("apartS")
                ? new CaseLink.Likeness(
                        evidence.getDouble("text"),
                        evidence.getInteger("distanceM"),
                        evidence.getLong("apartS"),
                        evidence.getBoolean("sameCaller"))
                : null;
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
                Clocks.local(row.getOffsetDateTime("due_at")),
                Clocks.local(row.getOffsetDateTime("created_at")),
                Clocks.local(row.getOffsetDateTime("updated_at")));
    }
}
