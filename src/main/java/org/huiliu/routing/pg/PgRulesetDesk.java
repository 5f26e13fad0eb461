package org.huiliu.routing.pg;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huiliu.platform.audit.AuditTrail;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.tx.Aside;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.RulesetDesk;
import org.huiliu.routing.RulesetEdit;
import org.huiliu.routing.RulesetVersion;
import org.huiliu.routing.RulesetVersion.State;
import org.jspecify.annotations.Nullable;

/** The versions of the rules and what operators do with them; each deed is audited in its own transaction. */
@ApplicationScoped
class PgRulesetDesk implements RulesetDesk {
    private static final String HEADS = "SELECT " + VersionRows.HEAD + " FROM ruleset ORDER BY version DESC";
    private static final String ONE = "SELECT " + VersionRows.WHOLE + " FROM ruleset WHERE version = $1";
    private static final String HEAD = "SELECT " + VersionRows.HEAD + " FROM ruleset WHERE version = $1";
    private static final String ON_ITS_WAY = " FROM ruleset WHERE state IN ('DRAFT', 'SUBMITTED', 'APPROVED')";
    private static final String PUBLISHED = "SELECT " + VersionRows.WHOLE + " FROM ruleset WHERE state = 'PUBLISHED'";
    /** Editors come one after the other: a new draft's number must not be given twice. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('huiliu.ruleset'))";

    private static final String BEGIN = """
            INSERT INTO ruleset (version, state, rules, catalogue, note, author, editors, created_at, updated_at)
            SELECT (SELECT max(version) + 1 FROM ruleset), 'DRAFT', coalesce($1::text::jsonb, p.rules),
              coalesce($2::text::jsonb, p.catalogue), $3, $4, array[$4::text], $5, $5
            FROM ruleset p WHERE p.state = 'PUBLISHED'
            RETURNING
            """ + VersionRows.HEAD;
    private static final String CHANGE = """
            UPDATE ruleset SET rules = coalesce($1::text::jsonb, rules), catalogue = coalesce($2::text::jsonb, catalogue),
              note = coalesce($3, note), updated_at = $5, edits = edits + 1, written = edits + 1,
              editors = CASE WHEN $4 = ANY(editors) THEN editors ELSE editors || $4::text END
            WHERE state = 'DRAFT' RETURNING
            """ + VersionRows.HEAD;
    private static final String RETIRE =
            "UPDATE ruleset SET state = 'RETIRED', edits = edits + 1, updated_at = $1 WHERE state = 'PUBLISHED'";
    /** Who approves and submits is forgotten when it goes back to be written on. */
    private static final String MOVE = """
            UPDATE ruleset SET state = $2, edits = edits + 1, updated_at = $3,
              submitted_by = CASE $2 WHEN 'SUBMITTED' THEN $4 WHEN 'DRAFT' THEN NULL ELSE submitted_by END,
              submitted_at = CASE $2 WHEN 'SUBMITTED' THEN $3 WHEN 'DRAFT' THEN NULL ELSE submitted_at END,
              approved_by = CASE $2 WHEN 'APPROVED' THEN $4 WHEN 'DRAFT' THEN NULL ELSE approved_by END,
              approved_at = CASE $2 WHEN 'APPROVED' THEN $3 WHEN 'DRAFT' THEN NULL ELSE approved_at END,
              published_by = CASE $2 WHEN 'PUBLISHED' THEN $4 ELSE published_by END,
              published_at = CASE $2 WHEN 'PUBLISHED' THEN $3 ELSE published_at END
            WHERE version = $1 RETURNING
            """ + VersionRows.HEAD;

    private final Pool pool;
    private final Clock clock;
    private final PgRulesets rulesets;

    PgRulesetDesk(Pool pool, Clock clock, PgRulesets rulesets) {
        this.pool = pool;
        this.clock = clock;
        this.rulesets = rulesets;
    }

    @Override
    public Uni<List<RulesetVersion>> versions() {
        return pool.preparedQuery(HEADS).execute().map(VersionRows::versions);
    }

    @Override
    public Uni<Optional<RulesetVersion>> version(int version) {
        return pool.preparedQuery(ONE).execute(Tuple.of(version)).chain(PgRulesetDesk::whole);
    }

    @Override
    public Uni<Optional<RulesetVersion>> draft() {
        return pool.preparedQuery("SELECT " + VersionRows.WHOLE + ON_ITS_WAY)
                .execute()
                .chain(PgRulesetDesk::whole);
    }

    @Override
    public Uni<RulesetVersion> published() {
        return pool.preparedQuery(PUBLISHED).execute().map(rows -> first(rows).orElseThrow());
    }

    // ------------------------------------------------------------ writing

    @Override
    public Uni<RulesetEdit> write(Writing writing, Precondition seen, String actor) {
        return Tx.run(pool, tx -> tx.execute(LOCK, Tuple.tuple())
                .chain(() -> tx.execute("SELECT " + VersionRows.HEAD + ON_ITS_WAY, Tuple.tuple()))
                .flatMap(rows -> {
                    Optional<RulesetVersion> before = first(rows);
                    Problem refusal = before.filter(one -> one.state() != State.DRAFT)
                            .map(PgRulesetDesk::notAnyMore)
                            .orElseGet(() -> seen.against(
                                    before.map(RulesetVersion::edits).orElse(null)));
                    return refusal != null ? refused(refusal) : write(tx, before, writing, actor);
                }));
    }

    private static Problem notAnyMore(RulesetVersion one) {
        return Problem.of(
                        ProblemType.ILLEGAL_MOVE,
                        "Version " + one.version() + " is " + one.state() + ": it must be returned to be written on.")
                .allowing(List.of(Move.RETURN.word()));
    }

    private Uni<RulesetEdit> write(Tx tx, Optional<RulesetVersion> before, Writing writing, String actor) {
        OffsetDateTime at = OffsetDateTime.now(clock);
        return tx.execute(
                        before.isEmpty() ? BEGIN : CHANGE,
                        Tuple.of(text(writing.document()), text(writing.catalogue()), writing.note(), actor, at))
                .map(rows -> first(rows).orElseThrow())
                .call(after -> AuditTrail.add(
                        tx,
                        // not the whole document: every version is kept, and any two can be compared
                        new AuditTrail.Entry(
                                at,
                                actor,
                                before.isEmpty() ? "ruleset.create" : "ruleset.change",
                                "ruleset/" + after.version(),
                                null,
                                Map.of(
                                        "edits",
                                        after.edits(),
                                        "document",
                                        writing.document() != null,
                                        "catalogue",
                                        writing.catalogue() != null),
                                after.note())))
                .map(after -> new RulesetEdit.Saved(after, before.isEmpty()));
    }

    // ------------------------------------------------------------ moves

    @Override
    public Uni<RulesetEdit> move(int version, Move move, String reason, Precondition seen, String actor) {
        return prepared(version, move)
                .chain(() -> Tx.run(pool, tx -> tx.execute(LOCK, Tuple.tuple())
                        .chain(() -> tx.execute(HEAD, Tuple.of(version)))
                        .flatMap(rows -> first(rows)
                                .map(one -> move(tx, one, move, reason, seen, actor))
                                .orElseGet(() ->
                                        refused(Problem.of(ProblemType.NOT_FOUND, "There is no such version."))))));
    }

    /** What is about to be in force is compiled before it is: no case waits for it. */
    private Uni<Void> prepared(int version, Move move) {
        return move != Move.PUBLISH
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(HEAD)
                        .execute(Tuple.of(version))
                        .map(PgRulesetDesk::first)
                        .chain(found -> found.filter(one -> move.from().contains(one.state()))
                                .map(one ->
                                        rulesets.prepare(version, one.written()).replaceWithVoid())
                                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<RulesetEdit> move(
            Tx tx, RulesetVersion one, Move move, String reason, Precondition seen, String actor) {
        Problem refusal = refusal(one, move, seen, actor);
        if (refusal != null) {
            return refused(refusal);
        }
        OffsetDateTime at = OffsetDateTime.now(clock);
        Uni<Void> before = move == Move.PUBLISH
                ? tx.execute(RETIRE, Tuple.of(at)).replaceWithVoid()
                : Uni.createFrom().voidItem();
        return before.chain(
                        () -> tx.execute(MOVE, Tuple.of(one.version(), move.to().name(), at, actor)))
                .map(rows -> first(rows).orElseThrow())
                .call(after -> AuditTrail.add(
                        tx,
                        new AuditTrail.Entry(
                                at,
                                actor,
                                "ruleset." + (one.state() == State.RETIRED ? "roll-back" : move.word()),
                                "ruleset/" + after.version(),
                                Map.of("state", one.state()),
                                Map.of("state", after.state()),
                                reason)))
                .map(after -> new RulesetEdit.Saved(after, false));
    }

    private static @Nullable Problem refusal(RulesetVersion one, Move move, Precondition seen, String actor) {
        if (!move.from().contains(one.state())) {
            List<String> legal = legal(one.state());
            return Problem.of(
                            ProblemType.ILLEGAL_MOVE,
                            "Version " + one.version() + " is " + one.state() + ": " + move.word()
                                    + " is not what comes next.")
                    .allowing(legal);
        }
        // what was in force before has been approved before
        if (move == Move.APPROVE && hasAHandIn(one, actor)) {
            return Problem.of(
                    ProblemType.FORBIDDEN,
                    "Nobody approves what they have written or submitted themselves: another person must.");
        }
        return seen.against(one.edits());
    }

    private static boolean hasAHandIn(RulesetVersion one, String actor) {
        RulesetVersion.Deed submitted = one.submitted();
        return one.author().equals(actor)
                || one.editors().contains(actor)
                || submitted != null && submitted.by().equals(actor);
    }

    private static List<String> legal(State state) {
        return Arrays.stream(Move.values())
                .filter(move -> move.from().contains(state))
                .map(Move::word)
                .toList();
    }

    private static @Nullable String text(@Nullable JsonNode json) {
        return json == null ? null : HubJson.write(json);
    }

    /** Rules of megabytes are read aside. */
    private static Uni<Optional<RulesetVersion>> whole(RowSet<Row> rows) {
        return Aside.compute(() -> first(rows));
    }

    private static Optional<RulesetVersion> first(RowSet<Row> rows) {
        return VersionRows.versions(rows).stream().findFirst();
    }

    private static Uni<RulesetEdit> refused(Problem problem) {
        return Uni.createFrom().item(new RulesetEdit.Refused(problem));
    }
}
