package org.huiliu.warnings.pg;

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
import org.huiliu.platform.audit.AuditTrail;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.tx.Tx;
import org.huiliu.warnings.RuleBook;
import org.huiliu.warnings.Subject;
import org.huiliu.warnings.WarningAnswer;
import org.huiliu.warnings.WarningRule;
import org.jspecify.annotations.Nullable;

/** Rules in PostgreSQL: one round compares the version, writes, and leaves an audit row. */
@ApplicationScoped
class PgRuleBook implements RuleBook {
    private static final String ALL =
            "SELECT name, zh, subject, categories, cases, span, enabled, version, updated_at FROM warning_rule ";
    private static final String LOCKED = ALL + "WHERE name = $1 FOR UPDATE";
    /** Two who make the same rule at once: the second writes nothing. */
    private static final String WRITE = """
            INSERT INTO warning_rule AS r (name, zh, subject, categories, cases, span, enabled, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (name) DO UPDATE
            SET zh = $2, subject = $3, categories = $4, cases = $5, span = $6, enabled = $7, updated_at = $8,
                version = r.version + 1
            WHERE r.version = $9
            RETURNING name, zh, subject, categories, cases, span, enabled, version, updated_at
            """;

    private static final int NONE = -1;

    private final Pool pool;
    private final Clock clock;

    PgRuleBook(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public Uni<List<WarningRule>> enabled(Tx tx) {
        return tx.execute(ALL + "WHERE enabled ORDER BY name", Tuple.tuple())
                .map(rows -> entries(rows).stream().map(Entry::rule).toList());
    }

    @Override
    public Uni<List<Entry>> all() {
        return pool.preparedQuery(ALL + "ORDER BY name").execute().map(PgRuleBook::entries);
    }

    @Override
    public Uni<WarningAnswer<Edited>> put(WarningRule rule, Precondition seen, String actor) {
        List<Fault> faults = rule.faults();
        if (!faults.isEmpty()) {
            return Uni.createFrom()
                    .item(new WarningAnswer.Refused<>(
                            Problem.of(ProblemType.BREAKS_CONTRACT, "The rule is not as it must be.")
                                    .with(faults)));
        }
        return Tx.run(pool, tx -> tx.execute(LOCKED, Tuple.of(rule.name()))
                .map(PgRuleBook::entries)
                .flatMap(found -> {
                    Entry before = found.isEmpty() ? null : found.get(0);
                    Problem refusal = seen.against(before == null ? null : before.version());
                    return refusal == null
                            ? write(tx, rule, before, actor)
                            : Uni.createFrom().item(new WarningAnswer.Refused<>(refusal));
                }));
    }

    private Uni<WarningAnswer<Edited>> write(Tx tx, WarningRule rule, @Nullable Entry before, String actor) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        Tuple values = Tuple.tuple()
                .addValue(rule.name())
                .addValue(rule.zh())
                .addValue(String.valueOf(rule.subject()))
                .addValue(rule.categories().toArray(String[]::new))
                .addValue(rule.cases())
                .addValue(rule.window())
                .addValue(rule.enabled())
                .addValue(now)
                .addValue(before == null ? NONE : before.version());
        return tx.execute(WRITE, values).map(PgRuleBook::entries).flatMap(written -> {
            if (written.isEmpty()) {
                return Uni.createFrom()
                        .item(new WarningAnswer.Refused<>(
                                Problem.of(ProblemType.CONFLICT, "Somebody else made the same rule at this moment.")));
            }
            Entry after = written.get(0);
            AuditTrail.Entry audit = new AuditTrail.Entry(
                    now,
                    actor,
                    before == null ? "warning-rule.create" : "warning-rule.change",
                    "warning-rule/" + rule.name(),
                    before,
                    after,
                    null);
            return AuditTrail.add(tx, audit).replaceWith(new WarningAnswer.Done<>(new Edited(after, before == null)));
        });
    }

    private static List<Entry> entries(RowSet<Row> rows) {
        List<Entry> entries = new ArrayList<>();
        for (Row row : rows) {
            WarningRule rule = new WarningRule(
                    row.getString("name"),
                    row.getString("zh"),
                    Subject.Kind.valueOf(row.getString("subject")),
                    List.of(row.getArrayOfStrings("categories")),
                    row.getInteger("cases"),
                    row.getString("span"),
                    row.getBoolean("enabled"));
            entries.add(new Entry(rule, row.getInteger("version"), Clocks.local(row.getOffsetDateTime("updated_at"))));
        }
        return entries;
    }
}
