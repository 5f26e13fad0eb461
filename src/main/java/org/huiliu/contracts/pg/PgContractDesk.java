package org.huiliu.contracts.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.huiliu.contracts.Binding;
import org.huiliu.contracts.ContractDesk;
import org.huiliu.contracts.ContractEdit;
import org.huiliu.contracts.ContractVersion;
import org.huiliu.contracts.ContractVersion.State;
import org.huiliu.platform.audit.AuditTrail;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/** The versions of uploaded contracts. */
@ApplicationScoped
class PgContractDesk implements ContractDesk {
    private static final String COLUMNS =
            "name, version, state, note, breaking, author, created_at, published_by," + " published_at, withdrawn_at";
    private static final String HEAD = COLUMNS + ", NULL AS openapi, NULL AS binding";
    private static final String WHOLE = COLUMNS + ", openapi, binding::text AS binding";
    /** Who uploads and publishes under one name come one after the other: a number must not be given twice. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('huiliu.contract.' || $1))";

    private static final String ADD = """
            INSERT INTO contract (name, version, state, openapi, binding, note, breaking, author, created_at)
            SELECT $1, coalesce((SELECT max(version) FROM contract WHERE name = $1), 0) + 1, 'DRAFT', $2,
              $3::text::jsonb, $4, $5, $6, $7
            RETURNING
            """ + HEAD;
    private static final String PUBLISH = """
            UPDATE contract SET state = 'PUBLISHED', breaking = $3, published_by = $4, published_at = $5
            WHERE name = $1 AND version = $2 RETURNING
            """ + HEAD;
    private static final String WITHDRAW = """
            UPDATE contract SET state = 'WITHDRAWN', withdrawn_at = $3 WHERE name = $1 AND version = $2 RETURNING
            """ + HEAD;
    /** Targets that name the version, or the contract while no other version of it is published. */
    private static final String DEPENDENT = """
            SELECT code FROM target
            WHERE contract = $1::text || '@' || $2::int
              OR contract = $1 AND NOT EXISTS (SELECT FROM contract WHERE name = $1 AND version <> $2 AND state = 'PUBLISHED')
            ORDER BY code LIMIT 20
            """;

    private final Pool pool;
    private final Clock clock;

    PgContractDesk(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public Uni<List<ContractVersion>> all() {
        return pool.preparedQuery("SELECT " + HEAD + " FROM contract ORDER BY name, version DESC")
                .execute()
                .map(PgContractDesk::versions);
    }

    @Override
    public Uni<List<ContractVersion>> versions(String name) {
        return pool.preparedQuery("SELECT " + HEAD + " FROM contract WHERE name = $1 ORDER BY version DESC")
                .execute(Tuple.of(name))
                .map(PgContractDesk::versions);
    }

    @Override
    public Uni<Optional<ContractVersion>> version(String name, int version) {
        return pool.preparedQuery("SELECT " + WHOLE + " FROM contract WHERE name = $1 AND version = $2")
                .execute(Tuple.of(name, version))
                .map(PgContractDesk::first);
    }

    @Override
    public Uni<Optional<ContractVersion>> published(String name) {
        return pool.preparedQuery("SELECT " + WHOLE
                        + " FROM contract WHERE name = $1 AND state = 'PUBLISHED' ORDER BY version DESC LIMIT 1")
                .execute(Tuple.of(name))
                .map(PgContractDesk::first);
    }

    @Override
    public Uni<ContractVersion> add(Upload upload, String actor) {
        OffsetDateTime at = OffsetDateTime.now(clock);
        return Tx.run(pool, tx -> tx.execute(LOCK, Tuple.of(upload.name()))
                .chain(() -> tx.execute(
                        ADD,
                        Tuple.tuple()
                                .addValue(upload.name())
                                .addValue(upload.openapi())
                                .addValue(HubJson.write(upload.binding()))
                                .addValue(upload.note())
                                .addValue(upload.breaking())
                                .addValue(actor)
                                .addValue(at)))
                .map(rows -> first(rows).orElseThrow())
                .call(added -> audited(
                        tx, at, actor, "contract.upload", added, Map.of("breaking", added.breaking()), upload.note())));
    }

    @Override
    public Uni<ContractEdit> publish(
            String name, int version, @Nullable Integer against, boolean breaking, String reason, String actor) {
        return edit(name, version, (tx, standing) -> publishedNow(tx, name).flatMap(now -> {
            if (standing.state() != State.DRAFT) {
                return refused(illegal(standing, "publish"));
            }
            if (!Objects.equals(now, against)) {
                return refused(Problem.of(
                        ProblemType.CONFLICT, "Another version was published meanwhile: compare with that one."));
            }
            OffsetDateTime at = OffsetDateTime.now(clock);
            return tx.execute(PUBLISH, Tuple.of(name, version, breaking, actor, at))
                    .map(rows -> first(rows).orElseThrow())
                    .call(done ->
                            audited(tx, at, actor, "contract.publish", done, Map.of("breaking", breaking), reason))
                    .map(ContractEdit.Done::new);
        }));
    }

    @Override
    public Uni<ContractEdit> withdraw(String name, int version, String reason, String actor) {
        return edit(name, version, (tx, standing) -> tx.execute(DEPENDENT, Tuple.of(name, version))
                .flatMap(rows -> {
                    List<String> targets = new ArrayList<>();
                    for (Row row : rows) {
                        targets.add(row.getString("code"));
                    }
                    if (standing.state() == State.WITHDRAWN) {
                        return refused(illegal(standing, "withdraw"));
                    }
                    if (standing.state() == State.PUBLISHED && !targets.isEmpty()) {
                        return refused(Problem.of(
                                ProblemType.CONFLICT,
                                "These targets depend on it: " + String.join(", ", targets) + "."));
                    }
                    OffsetDateTime at = OffsetDateTime.now(clock);
                    return tx.execute(WITHDRAW, Tuple.of(name, version, at))
                            .map(found -> first(found).orElseThrow())
                            .call(done -> audited(
                                    tx, at, actor, "contract.withdraw", done, Map.of("state", done.state()), reason))
                            .map(ContractEdit.Done::new);
                }));
    }

    private interface Deed {
        Uni<ContractEdit> on(Tx tx, ContractVersion standing);
    }

    private Uni<ContractEdit> edit(String name, int version, Deed deed) {
        return Tx.run(pool, tx -> tx.execute(LOCK, Tuple.of(name))
                .chain(() -> tx.execute(
                        "SELECT " + HEAD + " FROM contract WHERE name = $1 AND version = $2", Tuple.of(name, version)))
                .flatMap(rows -> first(rows)
                        .map(standing -> deed.on(tx, standing))
                        .orElseGet(() -> refused(Problem.of(ProblemType.NOT_FOUND, "There is no such version.")))));
    }

    private static Uni<@Nullable Integer> publishedNow(Tx tx, String name) {
        return tx.execute(
                        "SELECT max(version) AS newest FROM contract WHERE name = $1 AND state = 'PUBLISHED'",
                        Tuple.of(name))
                .map(rows -> rows.iterator().next().getInteger("newest"));
    }

    private static Problem illegal(ContractVersion standing, String deed) {
        return Problem.of(
                        ProblemType.ILLEGAL_MOVE,
                        standing.reference() + " is " + standing.state() + ": " + deed + " is not what comes next.")
                .allowing(
                        switch (standing.state()) {
                            case DRAFT -> List.of("publish", "withdraw");
                            case PUBLISHED -> List.of("withdraw");
                            case WITHDRAWN -> List.of();
                        });
    }

    private static Uni<ContractEdit> refused(Problem problem) {
        return Uni.createFrom().item(new ContractEdit.Refused(problem));
    }

    /** Not the document: every version is kept, and any two can be compared. */
    private static Uni<Void> audited(
            Tx tx,
            OffsetDateTime at,
            String actor,
            String action,
            ContractVersion version,
            Map<String, Object> after,
            @Nullable String reason) {
        return AuditTrail.add(
                tx, new AuditTrail.Entry(at, actor, action, "contract/" + version.reference(), null, after, reason));
    }

    private static Optional<ContractVersion> first(RowSet<Row> rows) {
        return versions(rows).stream().findFirst();
    }

    private static List<ContractVersion> versions(RowSet<Row> rows) {
        List<ContractVersion> versions = new ArrayList<>();
        for (Row row : rows) {
            String binding = row.getString("binding");
            versions.add(new ContractVersion(
                    row.getString("name"),
                    row.getInteger("version"),
                    State.valueOf(row.getString("state")),
                    row.getString("openapi"),
                    binding == null ? null : HubJson.read(binding, Binding.class),
                    row.getString("note"),
                    row.getBoolean("breaking"),
                    row.getString("author"),
                    Clocks.local(row.getOffsetDateTime("created_at")),
                    row.getString("published_by"),
                    local(row.getOffsetDateTime("published_at")),
                    local(row.getOffsetDateTime("withdrawn_at"))));
        }
        return versions;
    }

    private static @Nullable OffsetDateTime local(@Nullable OffsetDateTime at) {
        return at == null ? null : Clocks.local(at);
    }
}
