package org.huiliu.intake.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.huiliu.intake.ClientKey;
import org.huiliu.intake.KnownRecord;
import org.huiliu.intake.NewReport;
import org.huiliu.intake.Outcome;
import org.huiliu.intake.RecordKey;
import org.huiliu.intake.RecordStatus;
import org.huiliu.intake.ReportLedger;
import org.huiliu.intake.StandingRecord;
import org.huiliu.intake.StoredAnswer;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Party;
import org.huiliu.model.Personal;
import org.huiliu.platform.crypto.BlindIndex;
import org.huiliu.platform.crypto.Sealer;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/** Claims a group's records with two statements and writes its reports with three, however many there are. */
@ApplicationScoped
class PgReportLedger implements ReportLedger {
    private static final String ENTER = """
            INSERT INTO report_identity (feed, external_id, case_id, updated_at)
            SELECT r.feed, r.external_id, r.case_id, $4
            FROM unnest($1::text[], $2::text[], $3::uuid[]) WITH ORDINALITY AS r(feed, external_id, case_id, n)
            ORDER BY r.n
            ON CONFLICT (feed, external_id) DO NOTHING""";
    private static final String LOCK = """
            SELECT i.feed, i.external_id, i.case_id, i.report_id, i.version, i.content_hash
            FROM report_identity i
            JOIN unnest($1::text[], $2::text[]) WITH ORDINALITY AS r(feed, external_id, n)
              ON i.feed = r.feed AND i.external_id = r.external_id
            ORDER BY r.n
            FOR UPDATE OF i""";
    private static final String HISTORY = """
            SELECT p.feed, p.external_id, p.content_hash, p.id
            FROM report p
            JOIN unnest($1::text[], $2::text[], $3::text[]) AS r(feed, external_id, hash)
              ON p.feed = r.feed AND p.external_id = r.external_id AND p.content_hash = decode(r.hash, 'hex')""";
    private static final String OPENERS =
            "SELECT feed, external_id, case_id, id FROM report WHERE case_id = ANY($1) AND outcome IN ('OPENED', 'SUSPECTED')";
    private static final String ANSWERS = """
            SELECT i.client, i.key, i.request_hash, i.report_id, i.case_id, i.outcome
            FROM idempotency i
            JOIN unnest($1::text[], $2::text[]) AS r(client, key) ON i.client = r.client AND i.key = r.key""";
    private static final String STANDING = """
            WITH record AS (
              SELECT case_id, feed, external_id, min(received_at) AS first_at,
                     bool_or(outcome IN ('OPENED', 'SUSPECTED')) AS opened
              FROM report WHERE case_id = ANY($1) GROUP BY case_id, feed, external_id
            )
            SELECT o.case_id, o.feed, o.external_id, o.opened, r.id, r.version, r.content_hash,
                   r.content::text AS content, r.sealed_content, r.received_at, r.phone_hash
            FROM record o
            JOIN report_identity i ON i.feed = o.feed AND i.external_id = o.external_id
            JOIN report r ON r.id = i.report_id
            ORDER BY o.case_id, o.opened DESC, o.first_at, r.id""";
    private static final String RECORD_OF = "SELECT feed, external_id FROM report WHERE id = $1";
    /** The report that was attached opens a case now: whoever asks later which record leads the case must find it. */
    private static final String MOVE = """
            WITH moved AS (
              UPDATE report SET case_id = $3, outcome = CASE outcome WHEN 'REPEAT' THEN 'OPENED' ELSE outcome END
              WHERE feed = $1 AND external_id = $2 RETURNING id
            ), known AS (
              UPDATE report_identity SET case_id = $3 WHERE feed = $1 AND external_id = $2
            ), told AS (
              UPDATE idempotency t SET case_id = $3 FROM moved m WHERE t.report_id = m.id
            )
            SELECT id FROM moved""";

    /** With the case that a merged one is handled with: what becomes of that one is what the line waits for. */
    private static final String STATUS = """
            WITH RECURSIVE way(case_id, step) AS (
              SELECT i.case_id, 0 FROM report_identity i WHERE i.feed = $1 AND i.external_id = $2
              UNION ALL
              SELECT l.to_case, way.step + 1 FROM way JOIN link l ON l.from_case = way.case_id
              WHERE l.kind = 'MERGED' AND l.undone_at IS NULL AND way.step < 100
            )
            SELECT i.report_id, i.version, c.id, c.state, c.revision, c.report_count, c.updated_at,
                   m.id AS master, m.state AS master_state
            FROM report_identity i
            JOIN cases c ON c.id = i.case_id
            LEFT JOIN cases m ON m.id = (SELECT way.case_id FROM way WHERE way.step > 0 ORDER BY way.step DESC LIMIT 1)
            WHERE i.feed = $1 AND i.external_id = $2 AND i.report_id IS NOT NULL""";

    private static final HexFormat HEX = HexFormat.of();

    private final Pool pool;
    private final Clock clock;
    private final Sealer sealer;
    private final Rows<NewReport> reports;
    private final Rows<KnownRecord> records;
    private final Rows<StoredAnswer> answers;

    PgReportLedger(Pool pool, Clock clock, Sealer sealer, BlindIndex index) {
        this.pool = pool;
        this.clock = clock;
        this.sealer = sealer;
        this.reports = Rows.<NewReport>into("report")
                .uuid("id", NewReport::id)
                .text("feed", report -> report.key().feed())
                .text("external_id", report -> report.key().externalId())
                .text("version", NewReport::version)
                .text("main_record", NewReport::mainRecord)
                .bytes("content_hash", report -> HEX.parseHex(report.hash()))
                .uuid("case_id", NewReport::caseId)
                .text("outcome", report -> report.outcome().name())
                .time("received_at", NewReport::receivedAt)
                .text("channel", report -> report.content().channel())
                .json("content", report -> HubJson.write(report.content().open()))
                .bytes(
                        "sealed_content",
                        report -> sealer.seal(bytes(report.content().personal()), context(report.id(), "content")))
                .bytes("sealed_payload", report -> sealer.seal(report.payload(), context(report.id(), "payload")))
                .text("media_type", NewReport::mediaType)
                .bytes("phone_hash", report -> indexed(index, report, Party::phone))
                .bytes("id_number_hash", report -> indexed(index, report, Party::idNumber));
        this.records = Rows.<KnownRecord>into("report_identity")
                .text("feed", record -> record.key().feed())
                .text("external_id", record -> record.key().externalId())
                .uuid("case_id", KnownRecord::caseId)
                .uuid("report_id", KnownRecord::reportId)
                .text("version", KnownRecord::version)
                .bytes("content_hash", record -> record.hash() == null ? null : HEX.parseHex(record.hash()))
                .time("updated_at", record -> OffsetDateTime.now(clock));
        this.answers = Rows.<StoredAnswer>into("idempotency")
                .text("client", answer -> answer.key().client())
                .text("key", answer -> answer.key().key())
                .bytes("request_hash", answer -> HEX.parseHex(answer.requestHash()))
                .uuid("report_id", StoredAnswer::reportId)
                .uuid("case_id", StoredAnswer::caseId)
                .text("outcome", answer -> answer.outcome().name())
                .time("created_at", answer -> OffsetDateTime.now(clock));
    }

    @Override
    public Uni<Map<RecordKey, KnownRecord>> claim(Tx tx, Map<RecordKey, UUID> proposed) {
        TreeMap<RecordKey, UUID> ordered = new TreeMap<>(proposed);
        String[] feeds = each(ordered.keySet(), RecordKey::feed);
        String[] ids = each(ordered.keySet(), RecordKey::externalId);
        UUID[] cases = ordered.values().toArray(UUID[]::new);
        return tx.execute(ENTER, Tuple.of(feeds, ids, cases, OffsetDateTime.now(clock)))
                .chain(() -> tx.execute(LOCK, Tuple.of(feeds, ids)))
                .map(rows -> byKey(rows, PgReportLedger::known, KnownRecord::key));
    }

    @Override
    public Uni<Map<RecordedContent, UUID>> history(Tx tx, Collection<RecordedContent> wanted) {
        if (wanted.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return tx.execute(
                        HISTORY,
                        Tuple.of(
                                each(wanted, one -> one.key().feed()),
                                each(wanted, one -> one.key().externalId()),
                                each(wanted, RecordedContent::hash)))
                .map(rows -> {
                    Map<RecordedContent, UUID> found = new HashMap<>();
                    for (Row row : rows) {
                        found.putIfAbsent(new RecordedContent(key(row), hex(row, "content_hash")), row.getUUID("id"));
                    }
                    return found;
                });
    }

    @Override
    public Uni<List<Opener>> openers(Tx tx, Collection<UUID> cases) {
        if (cases.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return tx.execute(OPENERS, Tuple.of(cases.toArray(UUID[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Opener(key(row), row.getUUID("case_id"), row.getUUID("id")))
                        .toList());
    }

    @Override
    public Uni<Map<ClientKey, StoredAnswer>> answers(Tx tx, Collection<ClientKey> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return tx.execute(ANSWERS, Tuple.of(each(keys, ClientKey::client), each(keys, ClientKey::key)))
                .map(rows -> byKey(rows, PgReportLedger::answer, StoredAnswer::key));
    }

    @Override
    public Uni<Void> write(
            Tx tx, List<NewReport> newReports, Collection<KnownRecord> known, List<StoredAnswer> newAnswers) {
        List<KnownRecord> ordered =
                known.stream().sorted(Comparator.comparing(KnownRecord::key)).toList();
        return reports.insert(tx, newReports)
                .chain(() -> records.update(
                        tx,
                        ordered,
                        "t.feed = r.feed AND t.external_id = r.external_id",
                        List.of("case_id", "report_id", "version", "content_hash", "updated_at")))
                .chain(() -> answers.insert(tx, newAnswers));
    }

    @Override
    public Uni<Map<UUID, List<StandingRecord>>> standing(Tx tx, Collection<UUID> cases) {
        return tx.execute(STANDING, Tuple.of(cases.toArray(UUID[]::new))).map(rows -> {
            Map<UUID, List<StandingRecord>> standing = new HashMap<>();
            for (Row row : rows) {
                standing.computeIfAbsent(row.getUUID("case_id"), id -> new ArrayList<>())
                        .add(standing(row));
            }
            return standing;
        });
    }

    @Override
    public Uni<Optional<RecordKey>> recordOf(Tx tx, UUID reportId) {
        return tx.execute(RECORD_OF, Tuple.of(reportId))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(key(rows.iterator().next())));
    }

    @Override
    public Uni<List<UUID>> move(Tx tx, RecordKey key, UUID caseId) {
        return tx.execute(MOVE, Tuple.of(key.feed(), key.externalId(), caseId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("id"))
                        .toList());
    }

    @Override
    public Uni<Optional<RecordStatus>> status(RecordKey key) {
        return pool.preparedQuery(STATUS)
                .execute(Tuple.of(key.feed(), key.externalId()))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(status(key, rows.iterator().next())));
    }

    private static RecordStatus status(RecordKey key, Row row) {
        return new RecordStatus(
                key.feed(),
                key.externalId(),
                row.getUUID("report_id"),
                row.getString("version"),
                row.getUUID("id"),
                row.getString("state"),
                row.getInteger("revision"),
                row.getInteger("report_count"),
                row.getUUID("master"),
                row.getString("master_state"),
                Clocks.local(row.getOffsetDateTime("updated_at")));
    }

    private StandingRecord standing(Row row) {
        UUID id = row.getUUID("id");
        byte[] personal = sealer.open(row.getBuffer("sealed_content").getBytes(), context(id, "content"));
        return new StandingRecord(
                key(row),
                row.getBoolean("opened"),
                id,
                row.getString("version"),
                hex(row, "content_hash"),
                Clocks.local(row.getOffsetDateTime("received_at")),
                HubJson.read(row.getString("content"), CaseContent.class)
                        .with(HubJson.read(new String(personal, StandardCharsets.UTF_8), Personal.class)),
                row.getBuffer("phone_hash") == null ? null : hex(row, "phone_hash"));
    }

    private static KnownRecord known(Row row) {
        return new KnownRecord(
                key(row),
                row.getUUID("case_id"),
                row.getUUID("report_id"),
                row.getString("version"),
                row.getBuffer("content_hash") == null ? null : hex(row, "content_hash"));
    }

    private static StoredAnswer answer(Row row) {
        return new StoredAnswer(
                new ClientKey(row.getString("client"), row.getString("key")),
                hex(row, "request_hash"),
                row.getUUID("report_id"),
                row.getUUID("case_id"),
                Outcome.valueOf(row.getString("outcome")));
    }

    private static String hex(Row row, String column) {
        return HEX.formatHex(row.getBuffer(column).getBytes());
    }

    private static RecordKey key(Row row) {
        return new RecordKey(row.getString("feed"), row.getString("external_id"));
    }

    private static <K, V> Map<K, V> byKey(RowSet<Row> rows, Function<Row, V> read, Function<V, K> key) {
        Map<K, V> found = new HashMap<>();
        for (Row row : rows) {
            V value = read.apply(row);
            found.put(key.apply(value), value);
        }
        return found;
    }

    private static <T> String[] each(Collection<T> values, Function<T, String> part) {
        return values.stream().map(part).toArray(String[]::new);
    }

    private static byte[] bytes(Object value) {
        return HubJson.write(value).getBytes(StandardCharsets.UTF_8);
    }

    private static String context(UUID reportId, String part) {
        return "report/" + reportId + "/" + part;
    }

    private static byte @Nullable [] indexed(
            BlindIndex index, NewReport report, Function<Party, @Nullable String> number) {
        return report.content().parties().stream()
                .filter(party -> party.role() == Party.Role.CALLER)
                .map(number)
                .filter(Objects::nonNull)
                .findFirst()
                .map(index::of)
                .orElse(null);
    }
}
