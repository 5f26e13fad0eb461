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
 * @param next DELIVERED, WAITING, PARKED or SKIPPED
 * @param dueAt when it is tried again; absent unless it waits
 * @param word the outcome in one stable word
 * @param note the reason, without personal data
 * @param sign what it says about the target; null when nothing was sent
 * @param answer the beginning of the receiver's answer; see {@link Sent}
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
        int millis,
        @Nullable Sign sign,
        byte @Nullable [] answer) {
    private static final String ANSWER_BREACH = "ANSWER_BREAKS_CONTRACT";
    private static final int GONE = 410;
    private static final String WANTS_NO_MORE = "GONE 410 接收方表示不再接收 / the receiver wants no more";

    /**
     * What follows from an outcome: taken or already there, delivered; busy or unreachable, later, until it is too old;
     * refused, what the terms say; a breach of the contract, parked; wanted no more, the target is paused and the delivery
     * waits, however old it is.
     */
    public static Finished of(
            Claimed delivery,
            DeliveryTerms terms,
            Outcome outcome,
            OffsetDateTime startedAt,
            OffsetDateTime endedAt,
            Backoff backoff) {
        Ending ending = new Ending(delivery, terms, startedAt, endedAt);
        return outcome.fold(
                accepted -> ending.delivered("ACCEPTED", null, accepted.receivedAs(), accepted.faults()),
                had -> ending.delivered("ALREADY_HAD", 409, had.receivedAs(), had.faults()),
                ending::refused,
                busy -> ending.busy(busy, backoff),
                unreachable -> ending.later(
                        "UNREACHABLE",
                        null,
                        unreachable.reason(),
                        backoff.after(terms.retry(), delivery.pause()),
                        Sign.failed(unreachable.reason())),
                breach -> ending.with(
                        DeliveryState.PARKED, null, "CONTRACT_BREACH", null, spots(breach.faults()), null, null),
                gone -> ending.with(
                        DeliveryState.WAITING,
                        endedAt.plus(terms.retry().base()),
                        "GONE",
                        GONE,
                        null,
                        null,
                        new Sign(false, "", null, WANTS_NO_MORE)));
    }

    /**
     * One whose workers vanish over and over, as if it were the reason: it is parked unsent and shown, so that it does not
     * go round for ever.
     */
    public static Finished poison(Claimed delivery, OffsetDateTime at) {
        return new Finished(
                delivery,
                DeliveryState.PARKED,
                null,
                "LEASES_LOST",
                null,
                delivery.lost() + " leases ran out one after the other",
                null,
                at,
                0,
                null,
                null);
    }

    /** The same with what the receiver answered. */
    public Finished answered(byte @Nullable [] answered) {
        return new Finished(delivery, next, dueAt, word, status, note, receivedAs, startedAt, millis, sign, answered);
    }

    /** Without the answer: it may quote a citizen. */
    @Override
    public String toString() {
        return "Finished[" + delivery + " " + next + " " + word + "]";
    }

    /** An attempt whose outcome is being read. */
    private record Ending(Claimed delivery, DeliveryTerms terms, OffsetDateTime startedAt, OffsetDateTime endedAt) {

        Finished delivered(String word, @Nullable Integer status, @Nullable String receivedAs, List<Fault> faults) {
            return with(DeliveryState.DELIVERED, null, word, status, ofAnswer(faults), receivedAs, Sign.ANSWERED);
        }

        Finished refused(Outcome.Refused refused) {
            boolean skip = terms.onRefusal() == DeliveryTerms.OnRefusal.SKIP;
            boolean stop = terms.onRefusal() == DeliveryTerms.OnRefusal.STOP;
            Sign sign = stop
                    ? new Sign(false, "", null, "REFUSED " + refused.status() + " " + refused.reason())
                    : Sign.ANSWERED;
            return with(
                    skip ? DeliveryState.SKIPPED : DeliveryState.PARKED,
                    null,
                    "REFUSED",
                    refused.status(),
                    refused.reason(),
                    null,
                    sign);
        }

        /** 429 comes from a system that works; 503 from one that does not, and both may ask everybody for patience. */
        Finished busy(Outcome.Busy busy, Backoff backoff) {
            Duration own = backoff.after(terms.retry(), delivery.pause());
            Duration asked = backoff.asked(terms.retry(), busy.retryAfter());
            boolean failed = busy.status() >= 500;
            Sign sign = new Sign(
                    failed,
                    failed ? "HTTP " + busy.status() : "",
                    failed && busy.retryAfter() == null ? null : asked,
                    null);
            return later("BUSY", busy.status(), null, asked.compareTo(own) > 0 ? asked : own, sign);
        }

        Finished later(String word, @Nullable Integer status, @Nullable String reason, Duration pause, Sign sign) {
            if (delivery.createdAt().plus(terms.retry().maxAge()).isBefore(endedAt)) {
                String last = reason == null ? word : word + " " + reason;
                return with(DeliveryState.PARKED, null, "TOO_OLD", status, last, null, sign);
            }
            return with(DeliveryState.WAITING, endedAt.plus(pause), word, status, reason, null, sign);
        }

        Finished with(
                DeliveryState next,
                @Nullable OffsetDateTime dueAt,
                String word,
                @Nullable Integer status,
                @Nullable String note,
                @Nullable String receivedAs,
                @Nullable Sign sign) {
            return new Finished(
                    delivery,
                    next,
                    dueAt,
                    word,
                    status,
                    note,
                    receivedAs,
                    startedAt,
                    (int) Duration.between(startedAt, endedAt).toMillis(),
                    sign,
                    null);
        }
    }

    /** Whether the receiver has answered what its own contract does not have. */
    public boolean answerBreaksContract() {
        return note != null
                && (note.startsWith(ANSWER_BREACH) || word.equals("CONTRACT_BREACH") && note.startsWith("/answer"));
    }

    /** A note that the answer of a receiver breaks its own contract; null when it does not. */
    private static @Nullable String ofAnswer(List<Fault> faults) {
        return faults.isEmpty() ? null : ANSWER_BREACH + " " + spots(faults);
    }

    private static String spots(List<Fault> faults) {
        return faults.stream()
                .limit(10)
                .map(fault -> fault.pointer() + " " + fault.code())
                .collect(Collectors.joining("; "));
    }
}
