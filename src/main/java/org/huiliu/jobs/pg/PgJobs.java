package org.huiliu.jobs.pg;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.huiliu.jobs.Job;
import org.huiliu.jobs.JobDesk;
import org.huiliu.jobs.Jobs;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Incident;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The jobs of all pods in one table; this pod's own are done one after the other and beat every second. */
@ApplicationScoped
class PgJobs implements Jobs, JobDesk {
    private static final Logger LOG = Logger.getLogger(PgJobs.class);
    private static final Duration BEAT = Duration.ofMillis(500);
    /** Who comes later had better come again than wait behind others' long work. */
    private static final int MOST_WAITING = 8;

    private static final int RETRIES = 10;

    private static final String HEAD =
            "id, kind, owner, division, state, done, total, problem, created_at, started_at, " + "finished_at, beat_at";
    private static final String VISIBLE = "(owner = $1 OR $2::text IS NULL OR division ^@ $2)";
    private static final String ONE =
            "SELECT " + HEAD + ", result::text AS result FROM job WHERE " + VISIBLE + " AND id = $3";
    private static final String PAGE = "SELECT " + HEAD + ", NULL AS result FROM job WHERE " + VISIBLE
            + " AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4";
    private static final String CANCEL = "UPDATE job SET cancelled = true WHERE " + VISIBLE
            + " AND id = $3 AND state IN ('QUEUED', 'RUNNING') AND beat_at > $4";

    private static final String BEGIN = "INSERT INTO job (id, kind, owner, division, state, created_at, beat_at) "
            + "VALUES ($1, $2, $3, $4, 'QUEUED', $5, $5)";
    private static final String BEATS = """
            UPDATE job j SET done = r.done, total = r.total, beat_at = $4, state = r.state,
              started_at = CASE WHEN r.state = 'RUNNING' THEN coalesce(j.started_at, $4) END
            FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $5::text[]) AS r(id, done, total, state)
            WHERE j.id = r.id AND j.state IN ('QUEUED', 'RUNNING') RETURNING j.id, j.cancelled
            """;
    private static final String FINISH = "UPDATE job SET state = $2, done = $3, total = $4, result = $5::text::jsonb, "
            + "problem = $6, beat_at = $7, finished_at = $7 WHERE id = $1 AND state IN ('QUEUED', 'RUNNING')";

    private final Vertx vertx;
    /** Not that of the request that orders: the work outlives it. */
    private final Context context;

    private final Pool pool;
    private final Clock clock;
    private final Duration lapse;
    private final Deque<Own> own = new ArrayDeque<>();

    PgJobs(
            Vertx vertx,
            Pool pool,
            Clock clock,
            // far longer than a beat: a pod that has lost its database for a moment is not gone
            @ConfigProperty(name = "huiliu.jobs.lapse", defaultValue = "PT30S") Duration lapse) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.pool = pool;
        this.clock = clock;
        this.lapse = lapse;
    }

    /** A job of this pod; the first of them is being done, the others wait. */
    private static final class Own implements Progress {
        private final UUID id;
        private final Function<Progress, Uni<JsonNode>> work;
        private volatile long done;
        private volatile long total;
        private volatile boolean cancelled;
        private volatile boolean running;
        /** Whether its row is there. */
        private volatile boolean entered;

        Own(UUID id, Function<Progress, Uni<JsonNode>> work) {
            this.id = id;
            this.work = work;
        }

        @Override
        public void total(long all) {
            total = all;
        }

        @Override
        public void done(long soFar) {
            done = soFar;
        }

        @Override
        public boolean cancelled() {
            return cancelled;
        }
    }

    void start(@Observes StartupEvent event) {
        long timer = vertx.setPeriodic(BEAT.toMillis(), tick -> beat());
        LOG.debugf("jobs beat, timer %d", timer);
    }

    void stop(@Observes ShutdownEvent event) {
        for (Own one : all()) {
            one.cancelled = true;
            finish(one, Job.State.FAILED, null, "The hub was stopped meanwhile: order it again.")
                    .onFailure()
                    .recoverWithNull()
                    .await()
                    .atMost(Duration.ofSeconds(2));
        }
    }

    // ------------------------------------------------------------ the work of this pod

    @Override
    public Uni<Optional<UUID>> begin(Order order, Function<Progress, Uni<JsonNode>> work) {
        Own one = new Own(Ids.at(clock.millis()), work);
        synchronized (own) {
            if (own.size() > MOST_WAITING) {
                return Uni.createFrom().item(Optional.empty());
            }
            own.add(one);
        }
        String division = order.division() == null ? "" : order.division();
        return pool.preparedQuery(BEGIN)
                .execute(Tuple.of(one.id, order.kind(), order.owner(), division, now()))
                .onFailure()
                .invoke(failure -> leave(one))
                .invoke(rows -> one.entered = true)
                .invoke(rows -> context.runOnContext(nothing -> advance()))
                .replaceWith(Optional.of(one.id));
    }

    /** Begins the next job unless one is under way. */
    private void advance() {
        Own next;
        synchronized (own) {
            next = own.peek();
            if (next == null || next.running || !next.entered) {
                return;
            }
            next.running = true;
        }
        Own one = next;
        beat();
        Uni.createFrom()
                .deferred(() -> one.cancelled ? one.stopped() : one.work.apply(one))
                .onItemOrFailure()
                .transformToUni((result, failure) -> end(one, result, failure))
                .onTermination()
                .invoke(() -> leave(one))
                .subscribe()
                .with(nothing -> {}, failure -> LOG.warnf("job %s: its end could not be written: %s", one.id, failure));
    }

    private Uni<Void> end(Own one, @Nullable JsonNode result, @Nullable Throwable failure) {
        if (failure instanceof Cancelled) {
            return finish(one, Job.State.CANCELLED, null, null);
        }
        return failure == null
                ? finish(one, Job.State.DONE, result, null)
                : finish(one, Job.State.FAILED, null, told(failure));
    }

    private static String told(Throwable failure) {
        return failure instanceof Refused refused
                ? refused.problem().detail()
                : "It failed inside the hub; its operators find it by "
                        + Incident.of(failure).instance();
    }

    private Uni<Void> finish(Own one, Job.State state, @Nullable JsonNode result, @Nullable String problem) {
        return pool.preparedQuery(FINISH)
                .execute(Tuple.from(new Object[] {
                    one.id,
                    state.name(),
                    one.done,
                    one.total,
                    result == null ? null : HubJson.write(result),
                    problem,
                    now()
                }))
                // work of minutes is not thrown away because the database is away for seconds
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(5))
                .atMost(RETRIES)
                .replaceWithVoid();
    }

    private void leave(Own one) {
        synchronized (own) {
            boolean gone = own.remove(one);
            LOG.debugf("job %s has left: %s", one.id, gone);
        }
        context.runOnContext(nothing -> advance());
    }

    /** Says that this pod's jobs are alive and how far they are, and learns which of them nobody wants any more. */
    private void beat() {
        List<Own> all = all();
        if (all.isEmpty()) {
            return;
        }
        Tuple values = Tuple.of(
                all.stream().map(one -> one.id).toArray(UUID[]::new),
                all.stream().map(one -> one.done).toArray(Long[]::new),
                all.stream().map(one -> one.total).toArray(Long[]::new),
                now(),
                all.stream()
                        .map(one -> (one.running ? Job.State.RUNNING : Job.State.QUEUED).name())
                        .toArray(String[]::new));
        pool.preparedQuery(BEATS)
                .execute(values)
                .subscribe()
                .with(rows -> hear(all, rows), failure -> LOG.warnf("jobs could not beat: %s", failure.getClass()));
    }

    private void hear(List<Own> all, RowSet<Row> rows) {
        for (Row row : rows) {
            if (!row.getBoolean("cancelled")) {
                continue;
            }
            all.stream().filter(one -> one.id.equals(row.getUUID("id"))).forEach(this::cancel);
        }
    }

    private void cancel(Own one) {
        boolean waiting;
        synchronized (own) {
            one.cancelled = true;
            // one that is being done ends itself
            waiting = !one.running && own.remove(one);
        }
        if (waiting) {
            finish(one, Job.State.CANCELLED, null, null)
                    .subscribe()
                    .with(nothing -> {}, failure -> LOG.warnf("job %s: its end could not be written", one.id));
        }
    }

    private List<Own> all() {
        synchronized (own) {
            return own.stream().filter(one -> one.entered).toList();
        }
    }

    // ------------------------------------------------------------ what operators see

    @Override
    public Uni<Optional<Job>> job(Reader reader, UUID id) {
        return pool.preparedQuery(ONE)
                .execute(Tuple.of(reader.actor(), reader.division(), id))
                .map(rows -> jobs(rows).stream().findFirst());
    }

    @Override
    public Uni<List<Job>> list(Reader reader, @Nullable UUID before, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(reader.actor(), reader.division(), before, limit))
                .map(this::jobs);
    }

    @Override
    public Uni<Optional<Job>> cancel(Reader reader, UUID id) {
        return job(reader, id)
                .call(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : pool.preparedQuery(CANCEL)
                                .execute(Tuple.of(reader.actor(), reader.division(), id, now().minus(lapse))));
    }

    private List<Job> jobs(RowSet<Row> rows) {
        List<Job> jobs = new ArrayList<>(rows.size());
        for (Row row : rows) {
            jobs.add(job(row));
        }
        return jobs;
    }

    private Job job(Row row) {
        Job.State state = Job.State.valueOf(row.getString("state"));
        boolean lapsed = !state.over() && row.getOffsetDateTime("beat_at").isBefore(now().minus(lapse));
        String result = row.getString("result");
        return new Job(
                row.getUUID("id"),
                row.getString("kind"),
                row.getString("owner"),
                row.getString("division"),
                lapsed ? Job.State.FAILED : state,
                row.getLong("done"),
                row.getLong("total"),
                result == null ? null : HubJson.read(result, JsonNode.class),
                lapsed ? "The pod that did it is gone: order it again." : row.getString("problem"),
                Clocks.local(row.getOffsetDateTime("created_at")),
                whenever(row.getOffsetDateTime("started_at")),
                whenever(row.getOffsetDateTime("finished_at")));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private static @Nullable OffsetDateTime whenever(@Nullable OffsetDateTime stored) {
        return stored == null ? null : Clocks.local(stored);
    }
}
