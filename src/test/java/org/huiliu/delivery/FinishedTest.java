package org.huiliu.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import org.huiliu.model.DeliveryKind;
import org.huiliu.model.DeliveryState;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows from an outcome, by the target's terms. */
class FinishedTest {
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2025-09-11T12:00:00+08:00");
    private static final Backoff BACKOFF = new Backoff(Duration.ofHours(1), new Random(5));
    private static final Reading UNREAD = new Reading(Reading.Word.AS_STATUS, null, "NO_REASON_GIVEN", List.of());

    @Test
    void whatIsOlderThanItMayBeIsParkedWithWhatHappenedLast() {
        Outcome timeout = new Outcome.Unreachable("TIMEOUT");
        assertThat(finished(timeout, DeliveryTerms.OnRefusal.PARK, Duration.ofHours(71))
                        .next())
                .isEqualTo(DeliveryState.WAITING);
        Finished old = finished(timeout, DeliveryTerms.OnRefusal.PARK, Duration.ofHours(73));
        assertThat(old.next()).isEqualTo(DeliveryState.PARKED);
        assertThat(old.word()).isEqualTo("TOO_OLD");
        assertThat(old.note()).isEqualTo("UNREACHABLE TIMEOUT");
        assertThat(finished(new Outcome.Accepted(null), DeliveryTerms.OnRefusal.PARK, Duration.ofHours(73))
                        .next())
                .as("late is better than never")
                .isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void aRefusalParksSkipsOrStops() {
        Outcome refused = new Outcome.Refused(403, "NOT_ALLOWED");
        assertThat(finished(refused, DeliveryTerms.OnRefusal.PARK, Duration.ZERO)
                        .next())
                .isEqualTo(DeliveryState.PARKED);
        assertThat(finished(refused, DeliveryTerms.OnRefusal.SKIP, Duration.ZERO)
                        .next())
                .isEqualTo(DeliveryState.SKIPPED);
        Finished stop = finished(refused, DeliveryTerms.OnRefusal.STOP, Duration.ZERO);
        assertThat(stop.next()).isEqualTo(DeliveryState.PARKED);
        assertThat(sign(stop).stop()).isEqualTo("REFUSED 403 NOT_ALLOWED");
    }

    @Test
    void aReceiverThatWantsNoMoreStopsTheTargetAndTheDeliveryWaitsHoweverOldAndWhateverTheTerms() {
        for (DeliveryTerms.OnRefusal terms : DeliveryTerms.OnRefusal.values()) {
            Finished gone = finished(Outcome.of(410, null, UNREAD), terms, Duration.ofHours(73));
            assertThat(gone.next()).isEqualTo(DeliveryState.WAITING);
            assertThat(gone.word()).isEqualTo("GONE");
            assertThat(gone.status()).isEqualTo(410);
            assertThat(sign(gone).failed()).as("it is up").isFalse();
            assertThat(sign(gone).stop()).startsWith("GONE 410");
        }
    }

    @Test
    void tooManyIsAnAnswerAndUnavailableIsNone() {
        Sign tooMany = sign(busy(429, Duration.ofSeconds(30)));
        assertThat(tooMany.failed()).isFalse();
        assertThat(tooMany.patience()).isEqualTo(Duration.ofSeconds(30));
        assertThat(sign(busy(429, null)).patience())
                .as("that says not how long")
                .isEqualTo(Duration.ofMillis(10));
        assertThat(sign(busy(503, Duration.ofSeconds(30))).failed()).isTrue();
        assertThat(sign(busy(503, Duration.ofDays(9))).patience())
                .as("within bounds")
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void whatWasNotSentSaysNothingAboutItsTarget() {
        Outcome breach = new Outcome.ContractBreach(List.of(Fault.at("/case/title", "required", "")));
        Finished parked = finished(breach, DeliveryTerms.OnRefusal.STOP, Duration.ZERO);
        assertThat(parked.sign()).isNull();
        assertThat(parked.note()).isEqualTo("/case/title required");
    }

    private static Finished busy(int status, @Nullable Duration retryAfter) {
        return finished(new Outcome.Busy(status, retryAfter), DeliveryTerms.OnRefusal.PARK, Duration.ZERO);
    }

    private static Sign sign(Finished finished) {
        Sign sign = finished.sign();
        assertThat(sign).isNotNull();
        return sign == null ? Sign.ANSWERED : sign;
    }

    private static Finished finished(Outcome outcome, DeliveryTerms.OnRefusal onRefusal, Duration age) {
        Claimed delivery =
                TestDelivery.claimed("t", DeliveryKind.CREATE, JsonNodeFactory.instance.objectNode(), NOON.minus(age));
        DeliveryTerms terms = new DeliveryTerms(
                TestDelivery.terms().limits(), TestDelivery.terms().retry(), onRefusal);
        return Finished.of(delivery, terms, outcome, NOON, NOON, BACKOFF);
    }
}
