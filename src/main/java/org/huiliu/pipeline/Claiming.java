package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.DeliveryConfig;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.Gate;
import org.huiliu.delivery.Gates;
import org.huiliu.delivery.Limits;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.Room;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Claims within what each target takes. The gates are held from before the counting of what is under way until the claim is
 * committed, so that the limits are those of all pods together.
 */
final class Claiming {
    /** A gate that another pod holds is free again after its claim: some milliseconds. */
    private static final Duration SOON = Duration.ofMillis(15);
    /** Half of the slots that were given out are used up then, and the other half is time to claim further ones. */
    private static final Duration BEFORE_THE_SLOTS_END = Gate.AHEAD.dividedBy(2);

    private final Gates gates;
    private final DeliveryQueue queue;
    private final DeliveryConfig config;
    private final DatabaseClock clock;

    Claiming(Gates gates, DeliveryQueue queue, DeliveryConfig config, DatabaseClock clock) {
        if (config.leaseMargin().compareTo(Duration.ofSeconds(5)) < 0) {
            throw new IllegalArgumentException(
                    "huiliu.delivery.lease-margin must be at least 5 s: a lease must outlast its request");
        }
        this.gates = gates;
        this.queue = queue;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What was claimed.
     *
     * @param slots by delivery: when it is sent; absent: at once
     * @param lookAgainIn when there is more to claim than could be claimed now; null: when something wakes the pod
     */
    record Claim(
            List<Claimed> deliveries,
            Map<UUID, Slot> slots,
            @Nullable Duration lookAgainIn) {}

    /**
     * When a request to a target with a limit per second begins.
     *
     * @param spacing to the next one of that target
     */
    record Slot(Duration startsIn, Duration spacing) {}

    /** How long a receiver's delivery may be worked on. */
    Duration lease(Receiver receiver) {
        return receiver.timeout().plus(config.leaseMargin());
    }

    /** Claims what is due for these receivers, named by their codes. */
    Uni<Claim> claim(Tx tx, Map<String, Receiver> receivers) {
        return gates.due(tx, receivers.keySet()).flatMap(due -> {
            clock.is(due.now());
            List<Open> open = open(due, receivers);
            // a long queue is not more urgent: each target has the same share of a claim
            int share = Math.max(1, config.claimMost() / Math.max(1, open.size()));
            return queue.claim(
                            tx, open.stream().map(one -> one.room.atMost(share)).toList(), due.now())
                    .flatMap(claimed -> taken(tx, due, open, share, claimed));
        });
    }

    /** A gate that is held and lets something through. */
    private record Open(Gate gate, Limits limits, Room room) {}

    private List<Open> open(Gates.Due due, Map<String, Receiver> receivers) {
        List<Open> open = new ArrayList<>();
        for (Gate gate : due.gates()) {
            Receiver receiver = Objects.requireNonNull(receivers.get(gate.target()));
            Limits limits = receiver.terms().limits();
            Room room = gate.room(limits, lease(receiver), due.now());
            if (room != null) {
                open.add(new Open(gate, limits, room));
            }
        }
        return open;
    }

    private Uni<Claim> taken(Tx tx, Gates.Due due, List<Open> open, int share, List<Claimed> claimed) {
        Map<String, List<Claimed>> byTarget = claimed.stream().collect(Collectors.groupingBy(Claimed::target));
        List<Gate> changed = new ArrayList<>();
        Map<UUID, Slot> slots = new HashMap<>();
        boolean slotsUsedUp = false;
        boolean shareUsedUp = false;
        for (Open one : open) {
            List<Claimed> mine = byTarget.getOrDefault(one.gate.target(), List.of());
            Gate after = one.gate.taken(mine.size(), one.limits, due.now());
            if (!after.equals(one.gate)) {
                changed.add(after);
            }
            shareUsedUp |= mine.size() == share && share < one.room.most();
            if (one.limits.perSecond() != null) {
                List<Duration> starts = one.gate.slots(mine.size(), one.limits, due.now());
                Duration spacing = one.gate.spacing(one.limits, due.now());
                for (int i = 0; i < mine.size(); i++) {
                    slots.put(mine.get(i).id(), new Slot(starts.get(i), spacing));
                }
                slotsUsedUp |= mine.size() == one.room.most();
            }
        }
        Duration again =
                shareUsedUp ? Duration.ZERO : due.passedOver() ? SOON : slotsUsedUp ? BEFORE_THE_SLOTS_END : null;
        return gates.save(tx, changed).replaceWith(new Claim(claimed, slots, again));
    }
}
