package org.huiliu.delivery.pg;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.huiliu.delivery.Keyring;
import org.huiliu.delivery.Pem;
import org.huiliu.delivery.SecretDesk;
import org.huiliu.delivery.SecretKind;
import org.huiliu.delivery.Secrets;
import org.huiliu.platform.audit.AuditTrail;
import org.huiliu.platform.crypto.Sealer;
import org.huiliu.platform.problem.Incident;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Aside;
import org.huiliu.platform.tx.Tx;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The secrets in PostgreSQL, sealed, and open in memory. What is in memory is compared with the table at most once a second, so
 * that a change counts on all pods within that time and costs a delivery no statement.
 */
@ApplicationScoped
class PgSecrets implements Secrets, SecretDesk {
    private static final Logger LOG = Logger.getLogger(PgSecrets.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration WATCH = Duration.ofMinutes(1);
    /** Each valid one is a signature more in every request. */
    private static final int MOST_VALID = 3;

    private static final String STAMP = "SELECT count(*) AS entries, coalesce(sum(revision), 0)::bigint AS revisions "
            + "FROM target_secret WHERE expires_at IS NULL OR expires_at > $1";
    private static final String ALL = "SELECT id, target, kind, sealed, not_after, created_at, expires_at "
            + "FROM target_secret WHERE expires_at IS NULL OR expires_at > $1";

    private static final String TARGET = "SELECT 1 FROM target WHERE code = $1";
    private static final String LOCK = TARGET + " FOR NO KEY UPDATE";
    private static final String LIST =
            "SELECT id, kind, public_key, subject, not_after, created_at, created_by, expires_at "
                    + "FROM target_secret WHERE target = $1 AND (expires_at IS NULL OR expires_at > $2) "
                    + "ORDER BY kind, created_at DESC, id DESC";
    /** What has ended goes at the next change; with no overlap the one before ends now. */
    private static final String END = """
            WITH ended AS (DELETE FROM target_secret WHERE target = $1
                AND (expires_at <= $3 OR (kind = $2 AND expires_at IS NULL AND $4::timestamptz <= $3)) RETURNING 1),
              overlapping AS (UPDATE target_secret SET expires_at = $4, revision = nextval('target_secret_revision')
                WHERE target = $1 AND kind = $2 AND expires_at IS NULL AND $4 > $3 RETURNING 1)
            SELECT (SELECT count(*) FROM target_secret WHERE target = $1 AND kind = $2
                AND (expires_at > $3 OR (expires_at IS NULL AND $4 > $3))) AS valid
            """;

    private static final String INSERT =
            "INSERT INTO target_secret (id, target, kind, sealed, public_key, subject, not_after, "
                    + "created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    private static final String PURGE = "DELETE FROM target_secret WHERE expires_at <= $1";
    private static final String DELETE = "DELETE FROM target_secret WHERE target = $1 AND kind = $2";

    private final Vertx vertx;
    private final Pool pool;
    private final Sealer sealer;
    private final Clock clock;
    private final MultiGauge certificates;
    private final AtomicReference<@Nullable Uni<Snapshot>> looking = new AtomicReference<>();
    private volatile @Nullable Snapshot current;

    PgSecrets(Vertx vertx, Pool pool, Sealer sealer, Clock clock, MeterRegistry meters) {
        this.vertx = vertx;
        this.pool = pool;
        this.sealer = sealer;
        this.clock = clock;
        this.certificates = MultiGauge.builder("huiliu.delivery.certificate.not.after")
                .description("End of a certificate for a target")
                .baseUnit("seconds since 1970")
                .register(meters);
    }

    private record Stamp(long entries, long revisions) {}

    private record Snapshot(Stamp stamp, Instant seenAt, Map<String, Keyring> keyrings) {
        Keyring of(String target) {
            return keyrings.getOrDefault(target, Keyring.EMPTY);
        }
    }

    /** Also without deliveries the ends of certificates are told, and what has ended is not kept. */
    void start(@Observes StartupEvent event) {
        watch();
        long unused = vertx.setPeriodic(WATCH.toMillis(), tick -> watch());
    }

    private void watch() {
        pool.preparedQuery(PURGE)
                .execute(Tuple.of(OffsetDateTime.now(clock)))
                .chain(this::look)
                .subscribe()
                .with(seen -> {}, failure -> LOG.warnf("secrets not read: %s", Incident.kind(failure)));
    }

    // ---------------------------------------------------------------- for deliveries

    @Override
    public Uni<Keyring> of(String target) {
        Snapshot known = current;
        if (known != null && known.seenAt.plus(FRESH).isAfter(clock.instant())) {
            return Uni.createFrom().item(known.of(target));
        }
        Uni<Snapshot> now = Aside.here(look());
        // without a database nothing is claimed either; what is under way goes on with what was known
        return (known == null ? now : now.onFailure().recoverWithItem(known)).map(seen -> seen.of(target));
    }

    /** One look at a time, however many wait for it. */
    private Uni<Snapshot> look() {
        Uni<Snapshot> mine = Uni.createFrom()
                .deferred(this::compare)
                .onTermination()
                .invoke(() -> looking.set(null))
                .memoize()
                .indefinitely();
        return looking.compareAndSet(null, mine)
                ? mine
                : Optional.ofNullable(looking.get()).orElse(mine);
    }

    private Uni<Snapshot> compare() {
        Instant now = clock.instant();
        OffsetDateTime at = now.atOffset(Clocks.CHINA);
        return pool.preparedQuery(STAMP).execute(Tuple.of(at)).flatMap(rows -> {
            Row row = rows.iterator().next();
            Stamp stamp = new Stamp(row.getLong("entries"), row.getLong("revisions"));
            Snapshot known = current;
            if (known != null && known.stamp.equals(stamp)) {
                return Uni.createFrom().item(keep(new Snapshot(stamp, now, known.keyrings)));
            }
            return pool.preparedQuery(ALL)
                    .execute(Tuple.of(at))
                    .map(all -> StreamSupport.stream(all.spliterator(), false).toList())
                    .flatMap(all -> Aside.compute(() -> open(all)))
                    .map(keyrings -> keep(new Snapshot(stamp, now, keyrings)));
        });
    }

    private Snapshot keep(Snapshot seen) {
        current = seen;
        return seen;
    }

    private Map<String, Keyring> open(List<Row> rows) {
        Map<String, List<Keyring.Held>> held = new HashMap<>();
        List<MultiGauge.Row<?>> ends = new ArrayList<>();
        for (Row row : rows) {
            String target = row.getString("target");
            OffsetDateTime notAfter = row.getOffsetDateTime("not_after");
            if (notAfter != null && row.getOffsetDateTime("expires_at") == null) {
                ends.add(MultiGauge.Row.of(
                        Tags.of("target", target, "kind", row.getString("kind")), notAfter.toEpochSecond()));
            }
            try {
                held.computeIfAbsent(target, code -> new ArrayList<>()).add(open(row));
            } catch (RuntimeException unreadable) {
                // one that does not open must not take the others with it; who needs it says that it is missing
                LOG.errorf("secret %s of %s does not open: %s", row.getUUID("id"), target, Incident.kind(unreadable));
            }
        }
        certificates.register(ends, true);
        Map<String, Keyring> keyrings = new HashMap<>();
        held.forEach((target, some) -> keyrings.put(target, new Keyring(some)));
        return keyrings;
    }

    private Keyring.Held open(Row row) {
        UUID id = row.getUUID("id");
        OffsetDateTime expiresAt = row.getOffsetDateTime("expires_at");
        return Keyring.Held.of(
                id,
                SecretKind.valueOf(row.getString("kind")),
                new String(sealer.open(row.getBuffer("sealed").getBytes(), context(id)), StandardCharsets.UTF_8),
                row.getOffsetDateTime("created_at").toInstant(),
                expiresAt == null ? null : expiresAt.toInstant());
    }

    private static String context(UUID id) {
        return "target_secret/" + id;
    }

    // ---------------------------------------------------------------- for people

    @Override
    public Uni<Optional<List<Known>>> list(String target) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return Tx.run(pool, tx -> tx.execute(TARGET, Tuple.of(target))
                .flatMap(found -> found.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : tx.execute(LIST, Tuple.of(target, now))
                                .map(rows -> Optional.of(StreamSupport.stream(rows.spliterator(), false)
                                        .map(PgSecrets::known)
                                        .toList()))));
    }

    private static Known known(Row row) {
        String subject = row.getString("subject");
        OffsetDateTime expiresAt = row.getOffsetDateTime("expires_at");
        return new Known(
                row.getUUID("id"),
                SecretKind.valueOf(row.getString("kind")),
                Clocks.local(row.getOffsetDateTime("created_at")),
                row.getString("created_by"),
                expiresAt == null ? null : Clocks.local(expiresAt),
                new SecretKind.Shown(
                        row.getString("public_key"),
                        subject == null
                                ? null
                                : new Pem.Face(subject, Clocks.local(row.getOffsetDateTime("not_after")))));
    }

    @Override
    public Uni<Optional<Known>> put(String target, SecretKind kind, String value, Duration overlap, String actor) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        UUID id = Ids.at(clock.millis());
        byte[] sealed = sealer.seal(value.getBytes(StandardCharsets.UTF_8), context(id));
        return Aside.compute(() -> kind.inspect(value))
                .map(shown -> new Known(id, kind, now, actor, null, shown))
                .flatMap(known -> Tx.run(pool, tx -> tx.execute(LOCK, Tuple.of(target))
                        .flatMap(found -> found.size() == 0
                                ? Uni.createFrom().item(Optional.<Known>empty())
                                : write(tx, target, known, sealed, now.plus(overlap)))))
                .invoke(() -> current = null);
    }

    private Uni<Optional<Known>> write(Tx tx, String target, Known known, byte[] sealed, OffsetDateTime end) {
        return tx.execute(END, Tuple.of(target, known.kind().name(), known.createdAt(), end))
                .invoke(rows -> {
                    if (rows.iterator().next().getLong("valid") >= MOST_VALID) {
                        throw new Refused(Problem.of(
                                ProblemType.CONFLICT,
                                "There are " + MOST_VALID
                                        + " valid secrets of this kind already: wait until one ends, or "
                                        + "leave out the overlap."));
                    }
                })
                .chain(() -> tx.execute(INSERT, row(target, known, sealed)))
                .chain(() -> AuditTrail.add(
                        tx,
                        new AuditTrail.Entry(
                                known.createdAt(),
                                known.createdBy(),
                                "target.secret.put",
                                "target/" + target,
                                null,
                                audited(known, end),
                                null)))
                .replaceWith(() -> Optional.of(known));
    }

    private static Tuple row(String target, Known known, byte[] sealed) {
        Pem.Face certificate = known.shown().certificate();
        return Tuple.tuple()
                .addUUID(known.id())
                .addString(target)
                .addString(known.kind().name())
                .addValue(Buffer.buffer(sealed))
                .addString(known.shown().publicKey())
                .addString(certificate == null ? null : certificate.subject())
                .addOffsetDateTime(certificate == null ? null : certificate.notAfter())
                .addOffsetDateTime(known.createdAt())
                .addString(known.createdBy());
    }

    private static Map<String, Object> audited(Known known, OffsetDateTime end) {
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("kind", known.kind().name());
        after.put("id", known.id().toString());
        if (end.isAfter(known.createdAt())) {
            after.put("previousUntil", end.toString());
        }
        return after;
    }

    @Override
    public Uni<Boolean> delete(String target, SecretKind kind, String actor) {
        return Tx.run(pool, tx -> tx.execute(DELETE, Tuple.of(target, kind.name()))
                        .flatMap(gone -> gone.rowCount() == 0
                                ? Uni.createFrom().item(false)
                                : AuditTrail.add(
                                                tx,
                                                new AuditTrail.Entry(
                                                        OffsetDateTime.now(clock),
                                                        actor,
                                                        "target.secret.delete",
                                                        "target/" + target,
                                                        Map.of("kind", kind.name()),
                                                        null,
                                                        null))
                                        .replaceWith(true)))
                .invoke(() -> current = null);
    }
}
