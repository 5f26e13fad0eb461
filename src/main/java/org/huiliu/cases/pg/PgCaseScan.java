package org.huiliu.cases.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.huiliu.cases.CaseScan;
import org.huiliu.platform.tx.Tx;

@ApplicationScoped
class PgCaseScan implements CaseScan {
    private static final String STANDS = "c.state NOT IN ('MERGED', 'REJECTED', 'INVALID')";
    private static final String COUNT = "SELECT count(*) AS cases FROM cases c WHERE c.id > $1 AND " + STANDS;
    private static final String IDS =
            "SELECT c.id FROM cases c WHERE c.id > $1 AND c.id <= $2 AND " + STANDS + " ORDER BY c.id LIMIT $3";
    private static final String READ = "SELECT " + CaseRows.CASE_COLUMNS
            + ", array(SELECT encode(k.phone_hash, 'hex') FROM caller k WHERE k.case_id = c.id) AS callers"
            + " FROM cases c WHERE c.id = ANY($1) AND " + STANDS + " ORDER BY c.id";

    private static final HexFormat HEX = HexFormat.of();

    private final CaseRows rows;

    PgCaseScan(CaseRows rows) {
        this.rows = rows;
    }

    @Override
    public Uni<Long> count(Tx tx, UUID after) {
        return tx.execute(COUNT, Tuple.of(after))
                .map(found -> found.iterator().next().getLong("cases"));
    }

    @Override
    public Uni<List<UUID>> ids(Tx tx, UUID after, UUID until, int limit) {
        return tx.execute(IDS, Tuple.of(after, until, limit)).map(found -> {
            List<UUID> ids = new ArrayList<>(found.size());
            for (Row row : found) {
                ids.add(row.getUUID("id"));
            }
            return ids;
        });
    }

    @Override
    public Uni<List<Scanned>> read(Tx tx, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return tx.execute(READ, Tuple.of(ids.toArray(UUID[]::new))).map(found -> {
            List<Scanned> cases = new ArrayList<>(found.size());
            for (Row row : found) {
                String[] callers = row.getArrayOfStrings("callers");
                cases.add(new Scanned(
                        rows.caseOf(row),
                        Arrays.stream(callers).map(HEX::parseHex).toList()));
            }
            return cases;
        });
    }
}
