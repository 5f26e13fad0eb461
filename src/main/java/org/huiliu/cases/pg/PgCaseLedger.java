package org.huiliu.cases.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.huiliu.cases.CaseCaller;
import org.huiliu.cases.CaseEvent;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.model.Assignment;
import org.huiliu.platform.bell.Bell;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.TryAgain;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/** Reads a group's cases with two statements and writes them with at most four, however many there are. */
@ApplicationScoped
class PgCaseLedger implements CaseLedger {
    private static final String CASES =
            "SELECT " + CaseRows.CASE_COLUMNS + " FROM cases c WHERE c.id = ANY($1) ORDER BY c.id";
    private static final String ASSIGNMENTS =
            "SELECT " + CaseRows.ASSIGNMENT_COLUMNS + " FROM assignment a WHERE a.case_id = ANY($1) ORDER BY a.id";
    private static final String MOVED =
            "ON CONFLICT (id) DO UPDATE SET state = excluded.state, state_before = excluded.state_before, "
                    + "updated_at = excluded.updated_at WHERE assignment.state <> excluded.state";

    private static final Rows<CaseEvent> EVENTS = Rows.<CaseEvent>into("event")
            .uuid("case_id", CaseEvent::caseId)
            .time("at", CaseEvent::at)
            .text("kind", event -> event.kind().name())
            .text("actor", CaseEvent::actor)
            .text("from_state", event -> name(event.from()))
            .text("to_state", event -> name(event.to()))
            .integer("revision", CaseEvent::revision)
            .json("data", event -> HubJson.write(event.data()));

    private static final Rows<Assignment> ASSIGNED = Rows.<Assignment>into("assignment")
            .uuid("id", Assignment::id)
            .uuid("case_id", Assignment::caseId)
            .text("target", Assignment::target)
            .text("role", one -> one.role().name())
            .text("state", one -> one.state().name())
            .text("state_before", one -> name(one.stateBefore()))
            .integer("ruleset", one -> one.basis().rulesetVersion())
            .text("rule", one -> one.basis().rule())
            .text("reason", one -> one.basis().reason())
            .time("created_at", Assignment::createdAt)
            .time("updated_at", Assignment::updatedAt);

    private static final String HEARD = """
            SELECT c.case_id, c.phone_hash
            FROM caller c JOIN unnest($1::uuid[], $2::text[]) AS r(case_id, phone_hash)
              ON c.case_id = r.case_id AND c.phone_hash = decode(r.phone_hash, 'hex')""";
    private static final String RECOUNT = """
            WITH now AS (
              SELECT DISTINCT phone_hash FROM report WHERE case_id = ANY($2) AND phone_hash IS NOT NULL
            ), gone AS (
              DELETE FROM caller c
              WHERE c.case_id = $1 AND NOT EXISTS (SELECT FROM now n WHERE n.phone_hash = c.phone_hash)
            ), come AS (
              INSERT INTO caller (case_id, phone_hash) SELECT $1, phone_hash FROM now ON CONFLICT DO NOTHING
            )
            SELECT count(*)::int AS callers FROM now""";
    private static final String UNCHECKED =
            "SELECT id FROM cases WHERE 'UNCHECKED' = ANY(marks) AND id > $1 ORDER BY id LIMIT $2";
    private static final HexFormat HEX = HexFormat.of();
    private static final Rows<CaseCaller> CALLERS = Rows.<CaseCaller>into("caller")
            .uuid("case_id", CaseCaller::caseId)
            .bytes("phone_hash", caller -> HEX.parseHex(caller.phoneHash()));

    private final CaseRows rows;
    private final Bell bell;

    PgCaseLedger(CaseRows rows, Bell bell) {
        this.rows = rows;
        this.bell = bell;
    }

    @Override
    public Uni<Map<UUID, CaseFile>> lock(Tx tx, Collection<UUID> ids) {
        // NO KEY: rows that point at a case, deliveries for one, are written by others meanwhile; a case keeps its id
        return files(tx, CASES + " FOR NO KEY UPDATE", ids);
    }

    @Override
    public Uni<Map<UUID, CaseFile>> read(Tx tx, Collection<UUID> ids) {
        return files(tx, CASES, ids);
    }

    @Override
    public Uni<List<UUID>> unchecked(Tx tx, UUID after, int most) {
        return tx.execute(UNCHECKED, Tuple.of(after, most)).map(found -> {
            List<UUID> ids = new ArrayList<>();
            for (Row row : found) {
                ids.add(row.getUUID("id"));
            }
            return ids;
        });
    }

    @Override
    public Uni<Set<CaseCaller>> heard(Tx tx, Collection<CaseCaller> callers) {
        if (callers.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        UUID[] ids = callers.stream().map(CaseCaller::caseId).toArray(UUID[]::new);
        String[] hashes = callers.stream().map(CaseCaller::phoneHash).toArray(String[]::new);
        return tx.execute(HEARD, Tuple.of(ids, hashes)).map(found -> {
            Set<CaseCaller> heard = new HashSet<>();
            for (Row row : found) {
                heard.add(new CaseCaller(
                        row.getUUID("case_id"),
                        HEX.formatHex(row.getBuffer("phone_hash").getBytes())));
            }
            return heard;
        });
    }

    @Override
    public Uni<Integer> recount(Tx tx, UUID caseId, Collection<UUID> of) {
        return tx.execute(RECOUNT, Tuple.of(caseId, of.toArray(UUID[]::new)))
                .map(found -> found.iterator().next().getInteger("callers"));
    }

    @Override
    public Uni<Void> write(Tx tx, Collection<CaseFile> files) {
        List<CaseFile> changed = files.stream()
                .filter(CaseFile::changed)
                .sorted(Comparator.comparing(CaseFile::id))
                .toList();
        List<CaseEvent> events =
                changed.stream().flatMap(file -> file.events().stream()).toList();
        List<CaseCaller> callers =
                changed.stream().flatMap(file -> file.newCallers().stream()).toList();
        // an open assignment is unique per case and target: the cancelled ones must be written before their successors
        List<Assignment> assignments = changed.stream()
                .flatMap(file -> file.assignments().stream())
                .sorted(Comparator.comparing(Assignment::open).thenComparing(Assignment::id))
                .toList();
        return CaseRow.insert(tx, rowsOf(changed, file -> file.readRevision() == 0))
                .chain(() -> compareAndSet(tx, rowsOf(changed, file -> file.readRevision() > 0)))
                .chain(() -> EVENTS.insert(tx, events))
                .chain(() -> ASSIGNED.insert(tx, assignments, MOVED))
                .chain(() -> CALLERS.insert(tx, callers, "ON CONFLICT DO NOTHING"))
                .invoke(() -> {
                    if (!events.isEmpty()) {
                        tx.afterCommit(() -> bell.ring(Bell.CASES));
                    }
                });
    }

    private List<CaseRow> rowsOf(List<CaseFile> files, Predicate<CaseFile> which) {
        return files.stream().filter(which).map(file -> CaseRow.of(file, rows)).toList();
    }

    private static Uni<Void> compareAndSet(Tx tx, List<CaseRow> revised) {
        return CaseRow.revise(tx, revised)
                .flatMap(updated -> updated == revised.size()
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(new TryAgain("a case was changed meanwhile")));
    }

    private Uni<Map<UUID, CaseFile>> files(Tx tx, String sql, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        Tuple wanted = Tuple.of(ids.toArray(UUID[]::new));
        // one after the other: the assignments must be read under the locks of their cases
        return tx.execute(sql, wanted)
                .flatMap(cases -> tx.execute(ASSIGNMENTS, wanted).map(assignments -> filesOf(cases, assignments)));
    }

    private Map<UUID, CaseFile> filesOf(RowSet<Row> cases, RowSet<Row> assignments) {
        Map<UUID, List<Assignment>> byCase = new HashMap<>();
        for (Row row : assignments) {
            Assignment one = CaseRows.assignmentOf(row);
            byCase.computeIfAbsent(one.caseId(), id -> new ArrayList<>()).add(one);
        }
        Map<UUID, CaseFile> files = new LinkedHashMap<>();
        for (Row row : cases) {
            UUID id = row.getUUID("id");
            files.put(id, CaseFile.read(rows.caseOf(row), byCase.getOrDefault(id, List.of())));
        }
        return files;
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }
}
