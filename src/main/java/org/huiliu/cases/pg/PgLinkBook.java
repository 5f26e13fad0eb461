package org.huiliu.cases.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huiliu.cases.LinkBook;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.Tx;

@ApplicationScoped
class PgLinkBook implements LinkBook {
    private static final String STANDS_AGAIN = "ON CONFLICT (from_case, to_case, kind) DO UPDATE "
            + "SET evidence = excluded.evidence, decided_by = excluded.decided_by, at = excluded.at, undone_at = NULL";
    private static final String UNDO = "UPDATE link SET undone_at = $4 "
            + "WHERE from_case = $1 AND to_case = $2 AND kind = $3 AND undone_at IS NULL";
    private static final String SEPARATED = """
            SELECT from_case AS one, to_case AS other FROM link
            WHERE from_case = ANY($1) AND kind = 'SEPARATE' AND undone_at IS NULL
            UNION
            SELECT to_case, from_case FROM link
            WHERE to_case = ANY($1) AND kind = 'SEPARATE' AND undone_at IS NULL
            """;
    private static final String WAY = """
            WITH RECURSIVE way(from_case, to_case, step) AS (
              SELECT from_case, to_case, 1 FROM link WHERE from_case = $1 AND kind = 'MERGED' AND undone_at IS NULL
              UNION ALL
              SELECT l.from_case, l.to_case, way.step + 1 FROM way JOIN link l ON l.from_case = way.to_case
              WHERE l.kind = 'MERGED' AND l.undone_at IS NULL AND way.step < 100
            )
            SELECT l.from_case, l.to_case, l.kind, l.evidence, l.decided_by, l.at
            FROM way JOIN link l USING (from_case, to_case) WHERE l.kind = 'MERGED' ORDER BY way.step
            """;
    private static final String INTO = """
            SELECT from_case, to_case, kind, evidence, decided_by, at FROM link
            WHERE to_case = ANY($1) AND kind = 'MERGED' AND undone_at IS NULL ORDER BY to_case, at, from_case
            """;
    /** UNION, not UNION ALL: a circle, which nothing should make, ends the walk instead of the server. */
    private static final String MASTERS = """
            WITH RECURSIVE up(one, other) AS (
              SELECT from_case, to_case FROM link WHERE from_case = ANY($1) AND kind = 'MERGED' AND undone_at IS NULL
              UNION
              SELECT up.one, l.to_case FROM up JOIN link l ON l.from_case = up.other
              WHERE l.kind = 'MERGED' AND l.undone_at IS NULL
            )
            SELECT one, other FROM up
            WHERE NOT EXISTS (SELECT FROM link l WHERE l.from_case = up.other AND l.kind = 'MERGED' AND l.undone_at IS NULL)
            """;

    private static final String MEMBERS = """
            WITH RECURSIVE down(one, other) AS (
              SELECT to_case, from_case FROM link WHERE to_case = ANY($1) AND kind = 'MERGED' AND undone_at IS NULL
              UNION
              SELECT down.one, l.from_case FROM down JOIN link l ON l.to_case = down.other
              WHERE l.kind = 'MERGED' AND l.undone_at IS NULL
            )
            SELECT one, other FROM down ORDER BY one, other
            """;

    private static final Rows<Link> ROWS = Rows.<Link>into("link")
            .uuid("from_case", Link::from)
            .uuid("to_case", Link::to)
            .text("kind", link -> link.kind().name())
            .json("evidence", link -> HubJson.write(link.evidence()))
            .text("decided_by", Link::decidedBy)
            .time("at", Link::at);

    @Override
    public Uni<Void> add(Tx tx, List<Link> links) {
        return ROWS.insert(tx, links, STANDS_AGAIN);
    }

    @Override
    public Uni<Void> undo(Tx tx, UUID from, UUID to, Kind kind, OffsetDateTime at) {
        return tx.execute(UNDO, Tuple.of(from, to, kind.name(), at)).replaceWithVoid();
    }

    @Override
    public Uni<Map<UUID, Set<UUID>>> separated(Tx tx, Collection<UUID> caseIds) {
        return pairs(tx, SEPARATED, caseIds).map(PgLinkBook::others);
    }

    @Override
    public Uni<List<Link>> way(Tx tx, UUID caseId) {
        return tx.execute(WAY, Tuple.of(caseId)).map(PgLinkBook::links);
    }

    @Override
    public Uni<List<Link>> into(Tx tx, Collection<UUID> caseIds) {
        return pairs(tx, INTO, caseIds).map(PgLinkBook::links);
    }

    @Override
    public Uni<Map<UUID, UUID>> masters(Tx tx, Collection<UUID> caseIds) {
        return pairs(tx, MASTERS, caseIds).map(rows -> {
            Map<UUID, UUID> masters = new HashMap<>();
            for (Row row : rows) {
                masters.put(row.getUUID("one"), row.getUUID("other"));
            }
            return masters;
        });
    }

    @Override
    public Uni<Map<UUID, Set<UUID>>> members(Tx tx, Collection<UUID> caseIds) {
        return pairs(tx, MEMBERS, caseIds).map(PgLinkBook::others);
    }

    private static List<Link> links(RowSet<Row> rows) {
        List<Link> links = new ArrayList<>();
        for (Row row : rows) {
            links.add(new Link(
                    row.getUUID("from_case"),
                    row.getUUID("to_case"),
                    Kind.valueOf(row.getString("kind")),
                    row.getJsonObject("evidence").getMap(),
                    row.getString("decided_by"),
                    Clocks.local(row.getOffsetDateTime("at"))));
        }
        return links;
    }

    private static Uni<RowSet<Row>> pairs(Tx tx, String sql, Collection<UUID> caseIds) {
        return tx.execute(sql, Tuple.of(caseIds.toArray(UUID[]::new)));
    }

    private static Map<UUID, Set<UUID>> others(RowSet<Row> rows) {
        Map<UUID, Set<UUID>> others = new HashMap<>();
        for (Row row : rows) {
            others.computeIfAbsent(row.getUUID("one"), id -> new LinkedHashSet<>())
                    .add(row.getUUID("other"));
        }
        return others;
    }
}
