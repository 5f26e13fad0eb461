package org.huiliu.delivery;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;
import org.huiliu.model.DeliveryState;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that is over and what follows from it.
 *
 * @param next DELIVERED, WAITING or PARKED
 * @param dueAt when it is tried again; absent unless it waits
 * @param word the outcome in one stable word
 * @param note the reason, without personal data
 */
public record Finished(
        Claimed delivery,
        DeliveryState next,
        @Nullable OffsetDateTime dueAt,
        String word,
        @Nullable Integer status,
        @Nullable String note,
        @Nullable String receivedAs,
        OffsetDateTime startedAt,
        int millis) {

    /** What follows from an outcome: taken or already there, delivered; busy or unreachable, later; else parked. */
    public static Finished of(
            Claimed delivery, Outcome outcome, OffsetDateTime startedAt, OffsetDateTime endedAt, Backoff backoff) {
        int millis = (int) Duration.between(startedAt, endedAt).toMillis();
        return outcome.fold(
                accepted -> new Finished(
                        delivery,
                        DeliveryState.DELIVERED,
                        null,
                        "ACCEPTED",
                        null,
                        ofAnswer(accepted.faults()),
                        accepted.receivedAs(),
                        startedAt,
                        millis),
                had -> new Finished(
                        delivery,
                        DeliveryState.DELIVERED,
                        null,
                        "ALREADY_HAD",
                        409,
                        ofAnswer(had.faults()),
                        had.receivedAs(),
                        startedAt,
                        millis),
                refused -> new Finished(
                        delivery,
                        DeliveryState.PARKED,
                        null,
                        "REFUSED",
                        refused.status(),
                        refused.reason(),
                        null,
                        startedAt,
                        millis),
                busy -> new Finished(
                        delivery,
                        DeliveryState.WAITING,
                        endedAt.plus(backoff.after(delivery.pause(), busy.retryAfter())),
                        "BUSY",
                        busy.status(),
                        null,
                        null,
                        startedAt,
                        millis),
                unreachable -> new Finished(
                        delivery,
                        DeliveryState.WAITING,
                        endedAt.plus(backoff.after(delivery.pause())),
                        "UNREACHABLE",
                        null,
                        unreachable.reason(),
                        null,
                        startedAt,
                        millis),
                breach -> new Finished(
                        delivery,
                        DeliveryState.PARKED,
                        null,
                        "CONTRACT_BREACH",
                        null,
                        spots(breach.faults()),
                        null,
                        startedAt,
                        millis));
    }

    /** A note that the answer of a receiver breaks its own contract; null when it does not. */
    private static @Nullable String ofAnswer(List<Fault> faults) {
        return faults.isEmpty() ? null : "ANSWER_BREAKS_CONTRACT " + spots(faults);
    }

    private static String spots(List<Fault> faults) {
        return faults.stream()
                .limit(10)
                .map(fault -> fault.pointer() + " " + fault.code())
                .collect(Collectors.joining("; "));
    }
}
