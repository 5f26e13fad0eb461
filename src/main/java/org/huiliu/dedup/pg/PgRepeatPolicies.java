package org.huiliu.dedup.pg;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huiliu.dedup.PolicyDesk;
import org.huiliu.dedup.PolicyEdit;
import org.huiliu.dedup.PolicyVersion;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.dedup.RepeatPolicyBook;
import org.huiliu.platform.audit.AuditTrail;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.tx.Tx;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Versions of the policies. What is in force is asked at most twice a second and parsed only when it is a new version;
 * while PostgreSQL does not answer, what was in force last stays so.
 */
@ApplicationScoped
class PgRepeatPolicies implements RepeatPolicyBook, PolicyDesk {
    private static final Logger LOG = Logger.getLogger(PgRepeatPolicies.class);
    private static final String LIST = "policies";
    private static final Duration FRESH = Duration.ofMillis(500);

    private static final String COLUMNS =
            "version, state, policies::text AS policies, note, author, edits, created_at, "
                    + "updated_at, published_at, published_by";
    private static final String ALL = "SELECT " + COLUMNS + " FROM repeat_policy ORDER BY version DESC";
    private static final String ONE = "SELECT " + COLUMNS + " FROM repeat_policy WHERE version = $1";
    private static final String DRAFT = "SELECT " + COLUMNS + " FROM repeat_policy WHERE state = 'DRAFT'";
    private static final String IN_FORCE =
            "SELECT version, CASE WHEN version = $1 THEN NULL ELSE policies::text END AS policies "
                    + "FROM repeat_policy WHERE state = 'PUBLISHED'";
    private static final String FIRST = """
            INSERT INTO repeat_policy (version, state, policies, note, author, created_at, updated_at, published_at, published_by)
            VALUES (1, 'PUBLISHED', $1::text::jsonb, '随系统发布的初始策略', 'hub', $2, $2, $2, 'hub')
            ON CONFLICT DO NOTHING
            """;
    /** Editors come one after the other: a new draft's number must not be given twice. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('huiliu.repeat_policy'))";

    private static final String BEGIN = """
            INSERT INTO repeat_policy (version, state, policies, note, author, created_at, updated_at)
            SELECT coalesce(max(version), 0) + 1, 'DRAFT', $1::text::jsonb, $2, $3, $4, $4 FROM repeat_policy
            RETURNING
            """ + COLUMNS;
    private static final String CHANGE = """
            UPDATE repeat_policy SET policies = $1::text::jsonb, note = $2, author = $3, updated_at = $4, edits = edits + 1
            WHERE state = 'DRAFT' RETURNING
            """ + COLUMNS;
    private static final String RETIRE = "UPDATE repeat_policy SET state = 'RETIRED' WHERE state = 'PUBLISHED'";
    private static final String PUBLISH = "UPDATE repeat_policy SET state = 'PUBLISHED', published_at = $2, "
            + "published_by = $3 WHERE version = $1 RETURNING " + COLUMNS;

    private final Pool pool;
    private final Clock clock;
    private volatile @Nullable Known known;

    private record Known(RepeatPolicies policies, long readAt) {
        boolean fresh() {
            return System.nanoTime() - readAt < FRESH.toNanos();
        }
    }

    PgRepeatPolicies(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    // ------------------------------------------------------------ what is in force

    @Override
    public Uni<RepeatPolicies> published() {
        Known last = known;
        if (last != null && last.fresh()) {
            return Uni.createFrom().item(last.policies);
        }
        Uni<RepeatPolicies> asked = inForce(last);
        return last == null
                ? asked
                : asked.onFailure()
                        .invoke(PgRepeatPolicies::unreadable)
                        .onFailure()
                        .recoverWithItem(last.policies);
    }

    private Uni<RepeatPolicies> inForce(@Nullable Known last) {
        int version = last == null ? 0 : last.policies.version();
        return pool.preparedQuery(IN_FORCE)
                .execute(Tuple.of(version))
                .flatMap(rows -> rows.rowCount() > 0
                        ? Uni.createFrom().item(rows)
                        : enterFirst().chain(() -> pool.preparedQuery(IN_FORCE).execute(Tuple.of(version))))
                .map(rows -> parsed(rows.iterator().next(), last))
                .invoke(policies -> known = new Known(policies, System.nanoTime()));
    }

    private Uni<Void> enterFirst() {
        return pool.preparedQuery(FIRST)
                .execute(Tuple.of(RepeatPolicies.shippedJson(), OffsetDateTime.now(clock)))
                .replaceWithVoid();
    }

    private static RepeatPolicies parsed(Row row, @Nullable Known last) {
        String json = row.getString("policies");
        if (json == null && last != null) {
            return last.policies;
        }
        return RepeatPolicies.read(String.valueOf(json), row.getInteger("version"))
                .fold(policies -> policies, faults -> unsound(row.getInteger("version"), faults));
    }

    /** What a former hub took and this one does not: intake goes on, and attaches nothing by rules that nobody wrote. */
    private static RepeatPolicies unsound(int version, List<Fault> faults) {
        LOG.errorf("repeat policies %d are not sound, no repeats are looked for: %s", version, faults);
        return RepeatPolicies.none();
    }

    private static void unreadable(Throwable failure) {
        LOG.warnf("repeat policies could not be read, the last ones stay in force: %s", failure.getClass());
    }

    // ------------------------------------------------------------ what operators do

    @Override
    public Uni<List<PolicyVersion>> versions() {
        return published().chain(() -> pool.preparedQuery(ALL).execute()).map(PgRepeatPolicies::versions);
    }

    @Override
    public Uni<Optional<PolicyVersion>> version(int version) {
        return published()
                .chain(() -> pool.preparedQuery(ONE).execute(Tuple.of(version)))
                .map(rows -> versions(rows).stream().findFirst());
    }

    @Override
    public Uni<Optional<PolicyVersion>> draft() {
        return pool.preparedQuery(DRAFT).execute().map(rows -> versions(rows).stream()
                .findFirst());
    }

    @Override
    public Uni<PolicyEdit> draft(JsonNode policies, @Nullable String note, Precondition seen, String actor) {
        JsonNode document = HubJson.mapper().createObjectNode().set(LIST, policies);
        return RepeatPolicies.read(document, 0)
                .fold(sound -> edit(document, note, seen, actor), faults -> refused(broken(faults)));
    }

    private Uni<PolicyEdit> edit(JsonNode policies, @Nullable String note, Precondition seen, String actor) {
        // the first version is there before the first draft asks for its number
        return published()
                .chain(() -> Tx.run(pool, tx -> tx.execute(LOCK, Tuple.tuple())
                        .chain(() -> tx.execute(DRAFT, Tuple.tuple()))
                        .flatMap(rows -> {
                            PolicyVersion before =
                                    versions(rows).stream().findFirst().orElse(null);
                            Problem refusal = seen.against(before == null ? null : before.edits());
                            return refusal != null ? refused(refusal) : write(tx, before, policies, note, actor);
                        })));
    }

    private Uni<PolicyEdit> write(
            Tx tx, @Nullable PolicyVersion before, JsonNode policies, @Nullable String note, String actor) {
        OffsetDateTime at = OffsetDateTime.now(clock);
        return tx.execute(before == null ? BEGIN : CHANGE, Tuple.of(HubJson.write(policies), note, actor, at))
                .map(rows -> versions(rows).get(0))
                .call(after -> AuditTrail.add(
                        tx,
                        new AuditTrail.Entry(
                                at,
                                actor,
                                before == null ? "repeat-policy.create" : "repeat-policy.change",
                                "repeat-policy/" + after.version(),
                                before == null ? null : before.policies(),
                                after.policies(),
                                note)))
                .map(after -> new PolicyEdit.Saved(after, before == null));
    }

    @Override
    public Uni<PolicyEdit> publish(int version, @Nullable String reason, Precondition seen, String actor) {
        return published()
                .chain(() -> Tx.run(pool, tx -> tx.execute(LOCK, Tuple.tuple())
                        .chain(() -> tx.execute(ONE, Tuple.of(version)))
                        .flatMap(rows -> versions(rows).stream()
                                .findFirst()
                                .map(one -> publish(tx, one, reason, seen, actor))
                                .orElseGet(() ->
                                        refused(Problem.of(ProblemType.NOT_FOUND, "There is no such version."))))))
                .invoke(() -> known = null);
    }

    private Uni<PolicyEdit> publish(
            Tx tx, PolicyVersion one, @Nullable String reason, Precondition seen, String actor) {
        Problem refusal = refusal(one, seen, actor);
        if (refusal != null) {
            return refused(refusal);
        }
        OffsetDateTime at = OffsetDateTime.now(clock);
        return tx.execute(RETIRE, Tuple.tuple())
                .chain(() -> tx.execute(PUBLISH, Tuple.of(one.version(), at, actor)))
                .map(rows -> versions(rows).get(0))
                .call(after -> AuditTrail.add(
                        tx,
                        new AuditTrail.Entry(
                                at,
                                actor,
                                one.state() == PolicyVersion.State.DRAFT
                                        ? "repeat-policy.publish"
                                        : "repeat-policy.roll-back",
                                "repeat-policy/" + after.version(),
                                null,
                                Map.of("version", after.version()),
                                reason)))
                .map(after -> new PolicyEdit.Saved(after, false));
    }

    private static @Nullable Problem refusal(PolicyVersion one, Precondition seen, String actor) {
        if (one.state() == PolicyVersion.State.PUBLISHED) {
            return Problem.of(ProblemType.CONFLICT, "Version " + one.version() + " is in force already.");
        }
        // what was in force before has been approved before
        if (one.state() == PolicyVersion.State.DRAFT && one.author().equals(actor)) {
            return Problem.of(ProblemType.FORBIDDEN, "Nobody publishes a draft of their own: another approver must.");
        }
        return seen.against(one.edits());
    }

    private static Uni<PolicyEdit> refused(Problem problem) {
        return Uni.createFrom().item(new PolicyEdit.Refused(problem));
    }

    private static Problem broken(List<Fault> faults) {
        return Problem.of(ProblemType.BREAKS_CONTRACT, "The policies are not as they must be.")
                .with(faults);
    }

    private static List<PolicyVersion> versions(RowSet<Row> rows) {
        List<PolicyVersion> versions = new ArrayList<>(rows.size());
        for (Row row : rows) {
            versions.add(version(row));
        }
        return versions;
    }

    private static PolicyVersion version(Row row) {
        OffsetDateTime publishedAt = row.getOffsetDateTime("published_at");
        return new PolicyVersion(
                row.getInteger("version"),
                PolicyVersion.State.valueOf(row.getString("state")),
                row.getInteger("edits"),
                HubJson.read(row.getString("policies"), JsonNode.class).path(LIST),
                row.getString("note"),
                row.getString("author"),
                Clocks.local(row.getOffsetDateTime("created_at")),
                Clocks.local(row.getOffsetDateTime("updated_at")),
                publishedAt == null ? null : Clocks.local(publishedAt),
                row.getString("published_by"));
    }
}
