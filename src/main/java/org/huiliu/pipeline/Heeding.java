package org.huiliu.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.huiliu.delivery.Breaker;
import org.huiliu.delivery.DeliveryConfig;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.Finished;
import org.huiliu.delivery.Gate;
import org.huiliu.delivery.Gates;
import org.huiliu.delivery.Sign;
import org.huiliu.platform.tx.Tx;
import org.jboss.logging.Logger;

/**
 * What outcomes say about their targets, told to the gates in the transaction that writes the outcomes. Whoever turns a gate
 * holds it, so that of all pods one alone begins an outage, ends it, and says so.
 */
final class Heeding {
    private static final Logger LOG = Logger.getLogger(Heeding.class);

    private final Gates gates;
    private final Breaker.Rules rules;
    private final MeterRegistry meters;

    Heeding(Gates gates, DeliveryConfig config, MeterRegistry meters) {
        this.gates = gates;
        this.rules = new Breaker.Rules(config.breakerFailures(), config.probeFirst(), config.probeLongest());
        this.meters = meters;
    }

    /** Turns the gates of those targets of which the outcomes say something new; costs nothing when all are well. */
    Uni<List<Gate.Turn>> heed(Tx tx, List<Finished> group, DeliveryQueue.Written written, OffsetDateTime at) {
        Map<String, List<Sign>> signs = signs(group, written);
        Set<String> news = new TreeSet<>(written.marred());
        signs.forEach((target, said) -> {
            if (said.stream().anyMatch(Sign::news)) {
                news.add(target);
            }
        });
        return gates.hold(tx, news)
                .map(held -> held.stream()
                        .map(gate -> gate.after(signs.getOrDefault(gate.target(), List.of()), rules, at))
                        .toList())
                .call(turns ->
                        gates.save(tx, turns.stream().map(Gate.Turn::gate).toList()))
                .call(turns -> gates.outages(tx, turns, at));
    }

    /** By target in the order in which attempts ended; a late worker's word counts for nothing. */
    private static Map<String, List<Sign>> signs(List<Finished> group, DeliveryQueue.Written written) {
        return group.stream()
                .filter(one -> one.sign() != null
                        && written.ids().contains(one.delivery().id()))
                .collect(Collectors.groupingBy(
                        one -> one.delivery().target(),
                        TreeMap::new,
                        Collectors.mapping(Finished::sign, Collectors.toList())));
    }

    /** Tells people, after the commit. */
    void tell(List<Gate.Turn> turns) {
        for (Gate.Turn turn : turns) {
            turn.alarms().forEach(alarm -> tell(alarm, turn));
        }
    }

    private void tell(Gate.Alarm alarm, Gate.Turn turn) {
        String target = turn.gate().target();
        switch (alarm) {
            case SHAKY ->
                LOG.warnf(
                        "target %s: %d attempts failed one after the other (%s); at %d only probes are sent",
                        target, turn.gate().breaker().failures(), turn.reason(), rules.failures());
            case DOWN ->
                LOG.errorf("target %s: an outage begins (%s); what is owed to it waits", target, turn.reason());
            case UP -> LOG.infof("target %s: the outage is over; what has waited goes out at a growing pace", target);
            case STOPPED -> LOG.errorf("target %s is paused: %s; what is owed to it is held", target, turn.reason());
        }
        meters.counter("huiliu.delivery.alarms", "target", target, "alarm", alarm.name())
                .increment();
    }
}
