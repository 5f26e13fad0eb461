package org.huiliu.delivery;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What all pods know of a target together and what follows for who may call it. Whoever claims for the target or has
 * something to say about it holds its row meanwhile.
 *
 * @param rampFrom when its limits began to grow back
 * @param notBefore until when the target has asked to be left alone
 * @param nextSlot with a limit per second: when the next request may begin
 * @param pause absent unless it is paused
 */
public record Gate(
        String target,
        Breaker breaker,
        @Nullable OffsetDateTime rampFrom,
        @Nullable OffsetDateTime notBefore,
        @Nullable OffsetDateTime nextSlot,
        @Nullable Pause pause) {

    /** How far ahead slots are given out: long enough for few claims, short enough for a change of mind. */
    public static final Duration AHEAD = Duration.ofMillis(250);

    /**
     * Somebody has stopped the sending; nothing that waits is lost.
     *
     * @param by for example {@code operator:li}; {@code hub} when a refusal did
     */
    public record Pause(String by, String reason, OffsetDateTime since) {}

    /** What people must hear about, once. */
    public enum Alarm {
        /** Half of the failures that open the breaker. */
        SHAKY,
        /** The breaker has opened: an outage begins. */
        DOWN,
        /** A probe was answered: the outage is over. */
        UP,
        /** A refusal has stopped the target. */
        STOPPED
    }

    /**
     * What a gate has become by what attempts said.
     *
     * @param alarms in the order in which they came about
     * @param reason of the last failure or stop; empty without one
     */
    public record Turn(Gate gate, List<Alarm> alarms, String reason) {}

    /** The gate of a target that nothing is known of. */
    public static Gate of(String target) {
        return new Gate(target, Breaker.UNTOUCHED, null, null, null, null);
    }

    /** When it lets something through again by itself; null when it does now, or when a person must decide. */
    public @Nullable OffsetDateTime opensAt() {
        OffsetDateTime retryAt = breaker.retryAt();
        if (pause != null) {
            return null;
        }
        return retryAt == null || (notBefore != null && notBefore.isAfter(retryAt)) ? notBefore : retryAt;
    }

    /** What may be claimed for the target now; null: nothing. */
    public @Nullable Room room(Limits limits, Duration lease, OffsetDateTime now) {
        if (pause != null || after(notBefore, now) || after(breaker.retryAt(), now)) {
            return null;
        }
        Limits grown = limits.at(rampFrom, now);
        int slots = slots(grown, now);
        if (slots == 0) {
            return null;
        }
        return breaker.state() == Breaker.State.CLOSED
                ? new Room(target, grown.inFlight(), slots, lease)
                // one probe, and only when what was sent before is over
                : new Room(target, 1, 1, lease);
    }

    /** The time between two requests; zero without a limit per second. */
    public Duration spacing(Limits limits, OffsetDateTime now) {
        return limits.at(rampFrom, now).spacing();
    }

    /** In how long each of so many that are claimed now may begin. */
    public List<Duration> slots(int claimed, Limits limits, OffsetDateTime now) {
        Duration first = Duration.between(now, firstSlot(now));
        Duration spacing = spacing(limits, now);
        return IntStream.range(0, claimed)
                .mapToObj(i -> first.plus(spacing.multipliedBy(i)))
                .toList();
    }

    /** After so many were claimed. */
    public Gate taken(int claimed, Limits limits, OffsetDateTime now) {
        if (claimed == 0) {
            return this;
        }
        Duration spacing = spacing(limits, now);
        OffsetDateTime slot = spacing.isZero() ? null : firstSlot(now).plus(spacing.multipliedBy(claimed));
        return new Gate(target, breaker.probing(), rampFrom, notBefore, slot, pause);
    }

    /** After attempts have said something, in the order in which they ended. */
    public Turn after(List<Sign> signs, Breaker.Rules rules, OffsetDateTime now) {
        Gate gate = this;
        List<Alarm> alarms = new ArrayList<>();
        String reason = "";
        for (Sign sign : signs) {
            Gate next = gate.after(sign, rules, now);
            alarms.addAll(alarms(gate, next));
            if (sign.failed()) {
                reason = sign.reason();
            } else if (sign.stop() != null) {
                reason = sign.stop();
            }
            gate = next;
        }
        return new Turn(gate, List.copyOf(alarms), reason);
    }

    /** Stopped until somebody resumes it. */
    public Gate paused(Pause why) {
        return new Gate(target, breaker, rampFrom, notBefore, nextSlot, why);
    }

    /** Goes on, slowly: what has waited must not fell it. */
    public Gate resumed(OffsetDateTime now) {
        return pause == null ? this : new Gate(target, breaker, now, notBefore, null, null);
    }

    private Gate after(Sign sign, Breaker.Rules rules, OffsetDateTime now) {
        Breaker next = sign.failed() ? breaker.failed(rules, now) : breaker.answered();
        boolean recovered = breaker.state() != Breaker.State.CLOSED && next.state() == Breaker.State.CLOSED;
        Pause stop = sign.stop() == null || pause != null ? pause : new Pause("hub", sign.stop(), now);
        return new Gate(
                target, next, recovered ? now : rampFrom, later(notBefore, sign.patience(), now), nextSlot, stop);
    }

    private static List<Alarm> alarms(Gate before, Gate now) {
        List<Alarm> alarms = new ArrayList<>();
        boolean wasClosed = before.breaker.state() == Breaker.State.CLOSED;
        boolean isClosed = now.breaker.state() == Breaker.State.CLOSED;
        if (wasClosed && !isClosed) {
            alarms.add(Alarm.DOWN);
        } else if (!wasClosed && isClosed) {
            alarms.add(Alarm.UP);
        } else if (now.breaker.warnedAt() != null && now.breaker.warnedAt() != before.breaker.warnedAt()) {
            alarms.add(Alarm.SHAKY);
        }
        if (before.pause == null && now.pause != null) {
            alarms.add(Alarm.STOPPED);
        }
        return alarms;
    }

    private OffsetDateTime firstSlot(OffsetDateTime now) {
        return nextSlot == null || nextSlot.isBefore(now) ? now : nextSlot;
    }

    private int slots(Limits limits, OffsetDateTime now) {
        Duration spacing = limits.spacing();
        if (spacing.isZero()) {
            return Integer.MAX_VALUE;
        }
        Duration left = Duration.between(firstSlot(now), now.plus(AHEAD));
        return left.isNegative() ? 0 : (int) (left.toNanos() / spacing.toNanos()) + 1;
    }

    private static boolean after(@Nullable OffsetDateTime time, OffsetDateTime now) {
        return time != null && time.isAfter(now);
    }

    private static @Nullable OffsetDateTime later(
            @Nullable OffsetDateTime standing, @Nullable Duration patience, OffsetDateTime now) {
        if (patience == null) {
            return standing;
        }
        OffsetDateTime asked = now.plus(patience);
        return standing != null && standing.isAfter(asked) ? standing : asked;
    }
}
