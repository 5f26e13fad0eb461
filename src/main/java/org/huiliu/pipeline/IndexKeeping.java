package org.huiliu.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.huiliu.cases.CaseScan;
import org.huiliu.dedup.BlockKey;
import org.huiliu.dedup.IndexCare;
import org.huiliu.dedup.Judge;
import org.huiliu.dedup.Matter;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.dedup.RepeatIndex.Entry;
import org.huiliu.dedup.RepeatIndex.Standing;
import org.huiliu.dedup.RepeatIndex.State;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.dedup.RepeatPolicy;
import org.huiliu.dedup.RepeatPolicyBook;
import org.huiliu.platform.crypto.BlindIndex;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the index in step with the database, which is the truth. An index that was emptied, or has never been filled, is
 * filled from the cases that may still be found; one that is complete is compared with the latest cases each minute,
 * and with some of the older ones in turn, and gets what it lacks. One pod at a time does either.
 */
@ApplicationScoped
class IndexKeeping implements IndexCare {
    private static final Logger LOG = Logger.getLogger(IndexKeeping.class);

    private static final String LOCK = "huiliu.repeat-index";
    /** Cases whose matters are prepared at once: some hundredths of a second of a worker's time. */
    private static final int PAGE = 200;
    /** Ids that are compared at once, and how many such pages a minute: far more than a city reports in one. */
    private static final int COMPARED = 500;

    private static final int PAGES = 20;
    /** How far a comparison goes back at first; a case that is younger than a group takes may still be on its way. */
    private static final Duration LATELY = Duration.ofMinutes(10);

    private static final Duration ON_ITS_WAY = Duration.ofSeconds(45);

    private final Vertx vertx;
    private final Pool pool;
    private final Clock clock;
    private final CaseScan cases;
    private final RepeatPolicyBook policies;
    private final RepeatIndex index;
    private final BlindIndex blind;
    private final Duration compareEvery;
    private final Duration checkEvery;

    private final Counter compared;
    private final Counter missing;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Progress latest = new Progress();
    private final Progress inTurn = new Progress();
    private volatile Instant comparedAt = Instant.EPOCH;
    private volatile Standing seen = Standing.UNREACHABLE;

    /** Up to which case a walk through them has come. */
    private static final class Progress {
        private volatile @Nullable UUID upTo;

        UUID from(UUID earliest) {
            UUID here = upTo;
            return here == null || unsigned(here, earliest) < 0 ? earliest : here;
        }

        private static int unsigned(UUID some, UUID other) {
            return Long.compareUnsigned(some.getMostSignificantBits(), other.getMostSignificantBits());
        }
    }

    IndexKeeping(
            Vertx vertx,
            Pool pool,
            Clock clock,
            CaseScan cases,
            RepeatPolicyBook policies,
            RepeatIndex index,
            BlindIndex blind,
            MeterRegistry meters,
            // how soon a flush is noticed: one small question to Redis a pod
            @ConfigProperty(name = "huiliu.repeats.index-check", defaultValue = "PT2S") Duration checkEvery,
            @ConfigProperty(name = "huiliu.repeats.index-compare", defaultValue = "PT1M") Duration compareEvery) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
        this.cases = cases;
        this.policies = policies;
        this.index = index;
        this.blind = blind;
        this.checkEvery = checkEvery;
        this.compareEvery = compareEvery;
        this.compared = meters.counter("huiliu.dedup.index.compared");
        this.missing = meters.counter("huiliu.dedup.index.missing");
        meters.gauge("huiliu.dedup.index.complete", this, keeping -> keeping.seen.state() == State.COMPLETE ? 1 : 0);
        meters.gauge("huiliu.dedup.index.entered", this, keeping -> keeping.seen.entered());
        meters.gauge("huiliu.dedup.index.expected", this, keeping -> keeping.seen.expected());
    }

    void start(@Observes StartupEvent event) {
        care(false);
        long timer = vertx.setPeriodic(checkEvery.toMillis(), tick -> care(false));
        LOG.debugf("the repeat index is looked after, timer %d", timer);
    }

    @Override
    public Uni<Standing> standing() {
        return index.standing();
    }

    @Override
    public Uni<Standing> fillAgain() {
        vertx.runOnContext(nothing -> care(true));
        return index.standing();
    }

    private void care(boolean fillAgain) {
        if (busy.compareAndSet(false, true)) {
            tend(fillAgain)
                    .onTermination()
                    .invoke(() -> busy.set(false))
                    .subscribe()
                    .with(
                            nothing -> {},
                            failure -> LOG.warnf("the repeat index could not be looked after: %s", failure.toString()));
        }
    }

    /** One round of care. */
    Uni<Void> tend(boolean fillAgain) {
        return index.standing().invoke(standing -> seen = standing).chain(standing -> switch (standing.state()) {
            case UNREACHABLE -> Uni.createFrom().voidItem();
            case INCOMPLETE -> fill(false);
            case COMPLETE ->
                fillAgain
                        ? fill(true)
                        : clock.instant().isBefore(comparedAt.plus(compareEvery))
                                ? Uni.createFrom().voidItem()
                                : compare();
        });
    }

    // ------------------------------------------------------------ fill

    private Uni<Void> fill(boolean again) {
        return Tx.alone(pool, LOCK, tx -> index.standing()
                        // whoever had the lock before may have done it
                        .chain(standing -> standing.state() == State.INCOMPLETE || again
                                ? fill(tx)
                                : Uni.createFrom().item(false)))
                .replaceWithVoid();
    }

    private Uni<Boolean> fill(Tx tx) {
        Instant begun = clock.instant();
        return policies.published().chain(published -> {
            UUID earliest = earliest(published);
            return cases.count(tx, earliest).chain(expected -> {
                LOG.infof("the repeat index is being filled: %d cases", expected);
                RepeatIndex.Filling filling = index.fill(expected);
                return walk(tx, earliest, last(begun), PAGE, Integer.MAX_VALUE, ids -> entries(tx, published, ids)
                                .chain(filling::enter))
                        .chain(whole ->
                                whole ? filling.finish() : Uni.createFrom().item(false))
                        .invoke(done -> LOG.infof(
                                done ? "the repeat index is complete after %s" : "the repeat index was lost after %s",
                                Duration.between(begun, clock.instant())))
                        .call(() -> index.standing().invoke(standing -> seen = standing));
            });
        });
    }

    /** The entries of those cases that may still be found. */
    private Uni<List<Entry>> entries(Tx tx, RepeatPolicies published, Collection<UUID> ids) {
        return cases.read(tx, ids).emitOn(Infrastructure.getDefaultWorkerPool()).map(found -> {
            Judge judge = new Judge(published);
            List<Entry> entries = new ArrayList<>();
            found.forEach(one -> {
                Entry entry = entry(published, judge, one);
                if (entry != null) {
                    entries.add(entry);
                }
            });
            return entries;
        });
    }

    private @Nullable Entry entry(RepeatPolicies published, Judge judge, CaseScan.Scanned scanned) {
        Matter first = Matter.of(
                scanned.one().feed(), scanned.one().content(), scanned.one().openedAt(), blind::of);
        Entry whole = Entry.of(scanned.one().id(), first, published);
        Duration left =
                whole.keep().minus(Duration.between(scanned.one().openedAt().toInstant(), clock.instant()));
        if (scanned.one().content().withdrawn() || !judge.looksFor(first) || left.isNegative() || left.isZero()) {
            return null;
        }
        Set<BlockKey> keys = new LinkedHashSet<>(whole.keys());
        scanned.callers().forEach(caller -> keys.add(BlockKey.ofCaller(caller)));
        return new Entry(whole.caseId(), whole.sketch(), List.copyOf(keys), whole.lookups(), whole.at(), left);
    }

    // ------------------------------------------------------------ compare

    private Uni<Void> compare() {
        return Tx.alone(pool, LOCK, tx -> policies.published().chain(published -> {
                    Instant now = clock.instant();
                    comparedAt = now;
                    UUID settled = last(now.minus(ON_ITS_WAY));
                    UUID lately = Ids.first(now.minus(LATELY).toEpochMilli());
                    return compare(tx, published, latest, latest.from(lately), settled, PAGES)
                            .chain(() -> compare(tx, published, inTurn, inTurn.from(earliest(published)), settled, 1));
                }))
                .replaceWithVoid();
    }

    private Uni<Boolean> compare(Tx tx, RepeatPolicies published, Progress progress, UUID from, UUID until, int pages) {
        return walk(tx, from, until, COMPARED, pages, ids -> {
                    progress.upTo = ids.get(ids.size() - 1);
                    return mend(tx, published, ids).replaceWith(true);
                })
                // at the end, those in turn begin anew
                .invoke(whole -> {
                    if (whole && progress == inTurn) {
                        progress.upTo = null;
                    }
                });
    }

    /** Enters those of these cases that the index lacks and should have. */
    private Uni<Void> mend(Tx tx, RepeatPolicies published, List<UUID> ids) {
        compared.increment(ids.size());
        return index.missing(ids)
                .chain(lacking ->
                        lacking.isEmpty() ? Uni.createFrom().item(List.<Entry>of()) : entries(tx, published, lacking))
                .chain(entries -> {
                    if (entries.isEmpty()) {
                        return Uni.createFrom().voidItem();
                    }
                    missing.increment(entries.size());
                    LOG.warnf("the repeat index lacked %d cases", entries.size());
                    return index.restore(entries);
                });
    }

    // ------------------------------------------------------------ walk

    /** What is done with a page of cases; false ends the walk. */
    private interface Step {
        Uni<Boolean> take(List<UUID> ids);
    }

    /** Walks through cases page by page; tells whether it came to the end. */
    private Uni<Boolean> walk(Tx tx, UUID after, UUID until, int page, int pages, Step step) {
        Place here = new Place(after);
        return Multi.createBy()
                .repeating()
                .uni(() -> cases.ids(tx, here.after, until, page).chain(ids -> {
                    if (ids.isEmpty()) {
                        return Uni.createFrom().item(Walk.AT_THE_END);
                    }
                    here.after = ids.get(ids.size() - 1);
                    boolean end = ids.size() < page;
                    return step.take(ids).map(taken -> !taken ? Walk.BROKEN : end ? Walk.AT_THE_END : Walk.ON);
                }))
                .whilst(walk -> walk == Walk.ON)
                .select()
                .first(pages)
                .collect()
                .last()
                .map(walk -> walk == Walk.AT_THE_END);
    }

    private enum Walk {
        ON,
        BROKEN,
        AT_THE_END
    }

    private static final class Place {
        private volatile UUID after;

        Place(UUID after) {
            this.after = after;
        }
    }

    /** Before the first case that may still be found. */
    private UUID earliest(RepeatPolicies published) {
        Duration longest = published.all().stream()
                .map(RepeatPolicy::memory)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return Ids.first(clock.instant().minus(longest).toEpochMilli());
    }

    private static UUID last(Instant until) {
        return Ids.first(until.toEpochMilli() + 1);
    }
}
