package org.huiliu.routing.pg;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.tx.Aside;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.Ruleset;
import org.huiliu.routing.RulesetReader;
import org.huiliu.routing.Rulesets;
import org.jboss.logging.Logger;

/**
 * Asks each transaction which version is published. A version is compiled once a pod, aside; one that may be published
 * next (approved, or the last one before) is compiled ahead, so that publishing takes no longer than its commit.
 */
@ApplicationScoped
class PgRulesets implements Rulesets {
    private static final Logger LOG = Logger.getLogger(PgRulesets.class);
    private static final Duration AHEAD = Duration.ofSeconds(1);

    private static final String PUBLISHED = "SELECT version, written FROM ruleset WHERE state = 'PUBLISHED'";
    private static final String EXPECTED = """
            SELECT version, written FROM ruleset
            WHERE state IN ('PUBLISHED', 'APPROVED')
               OR version = (SELECT version FROM ruleset WHERE state = 'RETIRED' ORDER BY published_at DESC LIMIT 1)
            """;
    private static final String CONTENT = "SELECT rules::text AS rules, catalogue::text AS catalogue FROM ruleset "
            + "WHERE version = $1 AND written = $2";

    private final Vertx vertx;
    private final Pool pool;
    private final Map<Content, Ruleset> compiled = new ConcurrentHashMap<>();
    private final Map<Content, Uni<Ruleset>> underWay = new ConcurrentHashMap<>();
    private final AtomicBoolean lookingAhead = new AtomicBoolean();

    /** A content for ever: what is written anew has another number. */
    private record Content(int version, int written) {
        static Content of(Row row) {
            return new Content(row.getInteger("version"), row.getInteger("written"));
        }
    }

    PgRulesets(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    void start(@Observes StartupEvent event) {
        lookAhead();
        long timer = vertx.setPeriodic(AHEAD.toMillis(), tick -> lookAhead());
        LOG.debugf("rules are compiled ahead, timer %d", timer);
    }

    @Override
    public Uni<Ruleset> published(Tx tx) {
        return tx.execute(PUBLISHED, Tuple.tuple()).flatMap(rows -> {
            Content content = Content.of(rows.iterator().next());
            return ready(content, sql -> tx.execute(CONTENT, sql));
        });
    }

    /** Compiles a version that is to be published now, before anybody waits for it. */
    Uni<Ruleset> prepare(int version, int written) {
        return ready(new Content(version, written), this::fromPool);
    }

    private Uni<RowSet<Row>> fromPool(Tuple of) {
        return pool.preparedQuery(CONTENT).execute(of);
    }

    private Uni<Ruleset> ready(Content content, Function<Tuple, Uni<RowSet<Row>>> read) {
        Ruleset known = compiled.get(content);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        Uni<Ruleset> own = Uni.createFrom().deferred(() -> compile(content, read));
        Uni<Ruleset> shared = underWay.computeIfAbsent(content, absent -> own.onTermination()
                .invoke(() -> underWay.remove(content))
                .memoize()
                .indefinitely());
        // whoever began it may have lost its connection: then each asks for itself
        return Aside.here(shared).onFailure().recoverWithUni(() -> own);
    }

    private Uni<Ruleset> compile(Content content, Function<Tuple, Uni<RowSet<Row>>> read) {
        return read.apply(Tuple.of(content.version, content.written))
                .flatMap(rows -> {
                    Row row = rows.iterator().next();
                    return Aside.compute(() -> compile(content.version, row));
                })
                .invoke(ruleset -> compiled.put(content, ruleset));
    }

    private static Ruleset compile(int version, Row row) {
        return Ruleset.compile(
                version,
                RulesetReader.stored(
                        HubJson.read(row.getString("rules"), JsonNode.class),
                        HubJson.read(row.getString("catalogue"), JsonNode.class)));
    }

    private void lookAhead() {
        if (lookingAhead.compareAndSet(false, true)) {
            ahead().onTermination()
                    .invoke(() -> lookingAhead.set(false))
                    .subscribe()
                    .with(
                            nothing -> {},
                            failure -> LOG.warnf("rules could not be compiled ahead: %s", failure.getClass()));
        }
    }

    private Uni<Void> ahead() {
        return pool.preparedQuery(EXPECTED).execute().flatMap(rows -> {
            List<Content> expected = new ArrayList<>();
            rows.forEach(row -> expected.add(Content.of(row)));
            compiled.keySet().retainAll(expected);
            List<Uni<Ruleset>> all = expected.stream()
                    .map(one -> prepare(one.version, one.written))
                    .toList();
            return Uni.join().all(all).usingConcurrencyOf(1).andFailFast().replaceWithVoid();
        });
    }
}
