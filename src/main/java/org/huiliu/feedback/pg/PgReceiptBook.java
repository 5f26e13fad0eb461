package org.huiliu.feedback.pg;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.huiliu.feedback.ReceiptBook;
import org.huiliu.feedback.Standing;
import org.huiliu.model.Result;
import org.huiliu.platform.crypto.Sealer;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.Tx;

@ApplicationScoped
class PgReceiptBook implements ReceiptBook {
    private static final String FIND = """
            SELECT r.target, r.receipt_id, r.body_hash, r.answer::text AS answer
            FROM receipt r JOIN unnest($1::text[], $2::text[]) AS k(target, receipt_id) USING (target, receipt_id)
            """;
    /** A merged case follows the one that it is handled with: its lines are told too. */
    private static final String RECORDS = """
            WITH RECURSIVE handled(master, case_id) AS (
              SELECT id, id FROM unnest($1::uuid[]) AS c(id)
              UNION
              SELECT h.master, l.from_case FROM handled h JOIN link l ON l.to_case = h.case_id
              WHERE l.kind = 'MERGED' AND l.undone_at IS NULL
            )
            SELECT DISTINCT h.master AS case_id, r.feed, r.external_id FROM handled h JOIN report r USING (case_id)
            """;

    private static final String RESULTS =
            "SELECT case_id, target, receipt_id, sealed_body, at FROM receipt WHERE kind = 'RESOLVED' AND case_id = ANY($1) ORDER BY at";

    private final Sealer sealer;
    private final Rows<NewEntry> rows;

    PgReceiptBook(Sealer sealer) {
        this.sealer = sealer;
        this.rows = Rows.<NewEntry>into("receipt")
                .text("target", entry -> entry.receipt().target())
                .text("receipt_id", entry -> entry.receipt().receiptId())
                .uuid("delivery_id", entry -> entry.receipt().deliveryId())
                .uuid("case_id", entry -> entry.receipt().caseId())
                .text("kind", entry -> entry.receipt().kind().name())
                .bytes("body_hash", NewEntry::hash)
                .bytes(
                        "sealed_body",
                        entry -> sealer.seal(
                                HubJson.write(entry.receipt()).getBytes(StandardCharsets.UTF_8),
                                context(
                                        entry.receipt().target(),
                                        entry.receipt().receiptId())))
                .json("answer", entry -> HubJson.write(entry.standing()))
                .time("at", entry -> entry.standing().at());
    }

    @Override
    public Uni<Map<Key, Entry>> find(Tx tx, Collection<Key> keys) {
        String[] targets = keys.stream().map(Key::target).toArray(String[]::new);
        String[] numbers = keys.stream().map(Key::receiptId).toArray(String[]::new);
        return tx.execute(FIND, Tuple.of(targets, numbers)).map(found -> {
            Map<Key, Entry> entries = new HashMap<>();
            for (Row row : found) {
                entries.put(
                        new Key(row.getString("target"), row.getString("receipt_id")),
                        new Entry(
                                row.getBuffer("body_hash").getBytes(),
                                HubJson.read(row.getString("answer"), Standing.class)));
            }
            return entries;
        });
    }

    @Override
    public Uni<Void> add(Tx tx, List<NewEntry> entries) {
        return rows.insert(tx, entries);
    }

    @Override
    public Uni<Map<UUID, Map<String, Result.UnitAnswer>>> results(Tx tx, Collection<UUID> caseIds) {
        if (caseIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return tx.execute(RESULTS, Tuple.of(caseIds.toArray(UUID[]::new))).map(found -> {
            Map<UUID, Map<String, Result.UnitAnswer>> results = new HashMap<>();
            for (Row row : found) {
                Result.UnitAnswer answer = answer(row);
                results.computeIfAbsent(row.getUUID("case_id"), id -> new HashMap<>())
                        .put(answer.unit(), answer);
            }
            return results;
        });
    }

    private Result.UnitAnswer answer(Row row) {
        String unit = row.getString("target");
        byte[] body = sealer.open(row.getBuffer("sealed_body").getBytes(), context(unit, row.getString("receipt_id")));
        JsonNode receipt = HubJson.read(new String(body, StandardCharsets.UTF_8), JsonNode.class);
        return new Result.UnitAnswer(
                unit,
                Result.Outcome.valueOf(receipt.at("/result/outcome").asText()),
                receipt.at("/result/text").textValue(),
                receipt.has("at")
                        ? OffsetDateTime.parse(receipt.path("at").asText())
                        : Clocks.local(row.getOffsetDateTime("at")));
    }

    private static String context(String target, String receiptId) {
        return "receipt/" + target + "/" + receiptId;
    }

    @Override
    public Uni<Map<UUID, SortedMap<String, SortedSet<String>>>> records(Tx tx, Collection<UUID> caseIds) {
        if (caseIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return tx.execute(RECORDS, Tuple.of(caseIds.toArray(UUID[]::new))).map(found -> {
            Map<UUID, SortedMap<String, SortedSet<String>>> records = new HashMap<>();
            for (Row row : found) {
                records.computeIfAbsent(row.getUUID("case_id"), id -> new TreeMap<>())
                        .computeIfAbsent(row.getString("feed"), feed -> new TreeSet<>())
                        .add(row.getString("external_id"));
            }
            return records;
        });
    }
}
