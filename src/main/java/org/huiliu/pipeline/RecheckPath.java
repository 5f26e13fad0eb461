package org.huiliu.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.LinkBook;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.platform.crypto.BlindIndex;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.Rulesets;
import org.jboss.logging.Logger;

/**
 * Looks again for what could not be looked for when a case was opened: Redis was gone, had lost entries, or an emergency
 * had to be forwarded first. What belongs together is joined by a merge, which an operator can undo.
 */
@ApplicationScoped
class RecheckPath {
    private static final Logger LOG = Logger.getLogger(RecheckPath.class);
    /** Cases of one round, locked together: few enough to be in nobody's way. */
    private static final int MOST = 32;
    /** The lock that keeps all pods but one from rechecking. */
    private static final String ONE_POD = "huiliu.recheck";

    private static final UUID START = new UUID(0, 0);

    private final Vertx vertx;
    private final Pool pool;
    private final CaseLedger cases;
    private final LinkBook links;
    private final Owing owing;
    private final DeliveryQueue deliveries;
    private final Rulesets rulesets;
    private final TargetDirectory targets;
    private final RepeatSearch search;
    private final RepeatIndex index;
    private final Merging merging;
    private final DeliverPath deliverPath;
    private final BlindIndex blind;
    private final FirstMatters firsts;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Duration every;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private UUID after = START;

    RecheckPath(
            Vertx vertx,
            Pool pool,
            CaseLedger cases,
            LinkBook links,
            Owing owing,
            DeliveryQueue deliveries,
            Rulesets rulesets,
            TargetDirectory targets,
            RepeatSearch search,
            RepeatIndex index,
            Merging merging,
            DeliverPath deliverPath,
            BlindIndex blind,
            FirstMatters firsts,
            Clock clock,
            MeterRegistry meters,
            // an emergency that was forwarded first is linked seconds later
            @ConfigProperty(name = "huiliu.repeats.recheck-every", defaultValue = "PT2S") Duration every) {
        this.vertx = vertx;
        this.pool = pool;
        this.cases = cases;
        this.links = links;
        this.owing = owing;
        this.deliveries = deliveries;
        this.rulesets = rulesets;
        this.targets = targets;
        this.search = search;
        this.index = index;
        this.merging = merging;
        this.deliverPath = deliverPath;
        this.blind = blind;
        this.firsts = firsts;
        this.clock = clock;
        this.meters = meters;
        this.every = every;
    }

    void start(@Observes StartupEvent event) {
        long timer = vertx.setPeriodic(every.toMillis(), tick -> turn());
        LOG.debugf("rechecks every %s, timer %d", every, timer);
    }

    private void turn() {
        if (!underWay.compareAndSet(false, true)) {
            return;
        }
        rounds().onTermination()
                .invoke(() -> underWay.set(false))
                .subscribe()
                .with(nothing -> {}, failure -> LOG.warnf("recheck failed: %s", failure.toString()));
    }

    /** After an outage thousands may wait: round follows round for as long as each one is full. */
    private Uni<Void> rounds() {
        return round().flatMap(
                        checked -> checked == MOST ? rounds() : Uni.createFrom().voidItem());
    }

    /**
     * One round, on one pod at a time.
     *
     * @return how many cases were looked at
     */
    Uni<Integer> round() {
        OffsetDateTime at = OffsetDateTime.now(clock);
        return Tx.alone(pool, ONE_POD, tx -> round(tx, at))
                .flatMap(mine -> mine.map(checked -> index.settle(checked.settlement())
                                .invoke(() -> after(checked))
                                .replaceWith(checked.size()))
                        .orElseGet(() -> Uni.createFrom().item(0)));
    }

    private void after(Rechecking checked) {
        checked.count(meters);
        if (checked.owes()) {
            deliverPath.wake();
        }
    }

    private Uni<Rechecking> round(Tx tx, OffsetDateTime at) {
        return cases.unchecked(tx, after, MOST)
                .invoke(ids -> after = ids.size() < MOST ? START : ids.get(ids.size() - 1))
                .chain(ids -> cases.read(tx, ids))
                .flatMap(files -> compared(tx, files, at))
                .call(checked -> lock(tx, checked))
                .call(checked -> rulesets.published(tx).flatMap(rules -> targets.targets(tx)
                        .flatMap(directory -> checked.decide(tx, merging, rules, directory))))
                .call(checked -> cases.write(tx, checked.files()))
                .call(checked -> links.add(tx, checked.links()))
                .call(checked -> owing.write(tx, checked.owed(), at));
    }

    private Uni<Rechecking> compared(Tx tx, Map<UUID, CaseFile> files, OffsetDateTime at) {
        Rechecking checked = new Rechecking(files, firsts, blind::of, at);
        return search.look(checked.matters())
                .flatMap(prospects -> checked.compare(tx, new Comparing.Rooms(cases, links, deliveries), prospects))
                .replaceWith(checked);
    }

    private Uni<Void> lock(Tx tx, Rechecking checked) {
        List<UUID> ids = checked.involved().stream().sorted().toList();
        return cases.lock(tx, ids).invoke(checked::onLocked).replaceWithVoid();
    }
}
