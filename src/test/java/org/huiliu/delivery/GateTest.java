package org.huiliu.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a gate lets through and when, as pure rules; time is told. */
class GateTest {
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2025-09-11T12:00:00+08:00");
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Breaker.Rules RULES = new Breaker.Rules(4, Duration.ofSeconds(5), Duration.ofSeconds(60));
    private static final Limits EIGHT = new Limits(8, null, Duration.ofSeconds(60));
    private static final Sign TIMEOUT = Sign.failed("TIMEOUT");

    @Test
    void aHealthyTargetHasAllItsPlacesAndNeedsNoWriting() {
        Gate gate = Gate.of("t");
        assertThat(gate.room(EIGHT, LEASE, NOON)).isEqualTo(new Room("t", 8, Integer.MAX_VALUE, LEASE));
        assertThat(gate.taken(8, EIGHT, NOON)).isEqualTo(gate);
        assertThat(after(gate, NOON, Sign.ANSWERED).gate()).isEqualTo(gate);
    }

    @Test
    void halfTheFailuresWarnOnceAndAllOfThemOpen() {
        Gate.Turn turn = after(Gate.of("t"), NOON, TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT);
        assertThat(turn.alarms()).containsExactly(Gate.Alarm.SHAKY, Gate.Alarm.DOWN);
        assertThat(turn.reason()).isEqualTo("TIMEOUT");
        assertThat(turn.gate().room(EIGHT, LEASE, NOON.plusSeconds(4))).isNull();
        assertThat(turn.gate().opensAt()).isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void anAnswerInBetweenStartsTheCountAnew() {
        Gate.Turn turn = after(Gate.of("t"), NOON, TIMEOUT, TIMEOUT, TIMEOUT, Sign.ANSWERED, TIMEOUT, TIMEOUT, TIMEOUT);
        assertThat(turn.alarms()).as("and warns no second time").containsExactly(Gate.Alarm.SHAKY);
    }

    @Test
    void oneProbeAtATimeEachLaterThanTheOneBefore() {
        Gate gate = down();
        OffsetDateTime at = NOON;
        List<Long> pauses = new ArrayList<>();
        for (int probe = 0; probe < 6; probe++) {
            OffsetDateTime opens = opens(gate);
            pauses.add(Duration.between(at, opens).toSeconds());
            at = opens;
            assertThat(gate.room(EIGHT, LEASE, at)).isEqualTo(new Room("t", 1, 1, LEASE));
            gate = gate.taken(1, EIGHT, at);
            assertThat(gate.room(EIGHT, LEASE, at)).as("its place is taken").isEqualTo(new Room("t", 1, 1, LEASE));
            gate = after(gate, at, TIMEOUT).gate();
        }
        assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 60L, 60L);
    }

    @Test
    void aProbeThatIsAnsweredEndsTheOutageAndTheLimitsGrowBack() {
        Gate probing = down().taken(1, EIGHT, NOON.plusSeconds(5));
        Gate.Turn turn = after(probing, NOON.plusSeconds(6), Sign.ANSWERED);
        assertThat(turn.alarms()).containsExactly(Gate.Alarm.UP);
        assertThat(places(turn.gate(), NOON.plusSeconds(6))).isEqualTo(1);
        assertThat(places(turn.gate(), NOON.plusSeconds(36))).isEqualTo(4);
        assertThat(places(turn.gate(), NOON.plusSeconds(66))).isEqualTo(8);
    }

    @Test
    void whatWasSentBeforeItOpenedDecidesNothing() {
        Gate down = down();
        assertThat(after(down, NOON.plusSeconds(1), Sign.ANSWERED).gate()).isEqualTo(down);
        assertThat(after(down, NOON.plusSeconds(1), TIMEOUT).gate()).isEqualTo(down);
    }

    @Test
    void whoeverAsksForPatienceIsLeftAloneByAllAndIsNoFailure() {
        Sign tooMany = new Sign(false, "", Duration.ofSeconds(30), null);
        Gate gate = after(Gate.of("t"), NOON, TIMEOUT, tooMany).gate();
        assertThat(gate.breaker().failures()).isZero();
        assertThat(gate.room(EIGHT, LEASE, NOON.plusSeconds(29))).isNull();
        assertThat(gate.room(EIGHT, LEASE, NOON.plusSeconds(30))).isNotNull();
    }

    @Test
    void aRefusalThatStopsPausesUntilAPersonResumes() {
        Gate.Turn turn = after(Gate.of("t"), NOON, new Sign(false, "", null, "REFUSED 403"));
        assertThat(turn.alarms()).containsExactly(Gate.Alarm.STOPPED);
        assertThat(turn.gate().room(EIGHT, LEASE, NOON.plusYears(1))).isNull();
        assertThat(turn.gate().opensAt()).isNull();
        assertThat(places(turn.gate().resumed(NOON.plusDays(1)), NOON.plusDays(1)))
                .as("slowly at first")
                .isEqualTo(1);
    }

    @Test
    void requestsOfAllPodsAreSpaced() {
        Limits hundred = new Limits(100, 100, Duration.ZERO);
        Gate gate = Gate.of("t");
        List<OffsetDateTime> starts = new ArrayList<>();
        Random random = new Random(3);
        for (OffsetDateTime at = NOON;
                at.isBefore(NOON.plusSeconds(5));
                at = at.plus(Duration.ofMillis(1 + random.nextInt(150)))) {
            Room room = gate.room(hundred, LEASE, at);
            int claimed = room == null ? 0 : random.nextInt(Math.min(100, room.most()) + 1);
            for (Duration slot : gate.slots(claimed, hundred, at)) {
                starts.add(at.plus(slot));
            }
            gate = gate.taken(claimed, hundred, at);
        }
        assertThat(starts).isSorted().hasSizeGreaterThan(300);
        for (int i = 100; i < starts.size(); i++) {
            assertThat(Duration.between(starts.get(i - 100), starts.get(i)))
                    .as("no second has more than a hundred")
                    .isGreaterThan(Duration.ofSeconds(1));
        }
    }

    /** Whatever the order of claims, answers and failures: what must always hold, holds. */
    @Test
    void anyCourseOfEventsKeepsTheRules() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            Limits limits = new Limits(
                    1 + random.nextInt(16),
                    random.nextBoolean() ? null : 1 + random.nextInt(50),
                    Duration.ofSeconds(30));
            Gate gate = Gate.of("t");
            OffsetDateTime at = NOON;
            int underWay = 0;
            int outages = 0;
            for (int step = 0; step < 400; step++) {
                at = at.plus(Duration.ofMillis(random.nextInt(4000)));
                Breaker.State before = gate.breaker().state();
                Room room = gate.room(limits, LEASE, at);
                int free = room == null ? 0 : Math.max(0, Math.min(room.places() - underWay, room.most()));
                if (random.nextBoolean() && free > 0) {
                    int claimed = 1 + random.nextInt(Math.min(free, 20));
                    gate = gate.taken(claimed, limits, at);
                    underWay += claimed;
                    assertThat(underWay).as("seed %d", seed).isLessThanOrEqualTo(limits.inFlight());
                    if (before == Breaker.State.OPEN) {
                        assertThat(underWay).as("seed %d: one probe", seed).isEqualTo(1);
                    }
                } else if (underWay > 0) {
                    int ended = 1 + random.nextInt(underWay);
                    List<Sign> signs = new ArrayList<>(Collections.nCopies(ended, TIMEOUT));
                    signs.replaceAll(sign -> random.nextInt(5) == 0 ? Sign.ANSWERED : sign);
                    Gate.Turn turn = gate.after(signs, RULES, at);
                    underWay -= ended;
                    gate = turn.gate();
                    for (Gate.Alarm alarm : turn.alarms()) {
                        outages += alarm == Gate.Alarm.DOWN ? 1 : alarm == Gate.Alarm.UP ? -1 : 0;
                        assertThat(outages).as("seed %d: by turns", seed).isBetween(0, 1);
                    }
                }
                boolean closed = gate.breaker().state() == Breaker.State.CLOSED;
                assertThat(outages).as("seed %d", seed).isEqualTo(closed ? 0 : 1);
                assertThat(gate.breaker().failures()).as("seed %d", seed).isLessThanOrEqualTo(RULES.failures());
                assertThat(gate.breaker().state() == Breaker.State.OPEN)
                        .as("seed %d: what is open says until when", seed)
                        .isEqualTo(gate.breaker().retryAt() != null);
            }
        }
    }

    private static Gate down() {
        return after(Gate.of("t"), NOON, TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT).gate();
    }

    private static OffsetDateTime opens(Gate gate) {
        OffsetDateTime opens = gate.opensAt();
        assertThat(opens).isNotNull();
        return opens == null ? NOON : opens;
    }

    private static int places(Gate gate, OffsetDateTime at) {
        Room room = gate.room(EIGHT, LEASE, at);
        return room == null ? 0 : room.places();
    }

    private static Gate.Turn after(Gate gate, OffsetDateTime at, Sign... signs) {
        return gate.after(List.of(signs), RULES, at);
    }
}
