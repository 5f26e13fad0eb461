package org.huiliu.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import org.huiliu.delivery.Access;
import org.huiliu.delivery.Backoff;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.DeliveryConfig;
import org.huiliu.delivery.DeliveryTerms;
import org.huiliu.delivery.Finished;
import org.huiliu.delivery.Gate;
import org.huiliu.delivery.Limits;
import org.huiliu.delivery.Outcome;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.TestDelivery;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.tx.Tx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several pods claim and tell outcomes at the same moment, on one PostgreSQL. */
class ClaimingTest {
    private static final int PODS = 6;
    private static final DeliveryConfig CONFIG = TestDelivery.config(Map.of());
    private static final Backoff BACKOFF = new Backoff(Duration.ofHours(1), new Random(1));

    private PipelineParts parts;

    @BeforeEach
    void open() {
        parts = new PipelineParts();
    }

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void whatIsUnderWayIsLimitedOverAllPods() {
        owe(60);
        List<Claimed> all = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            List<Claimed> got = claimEverywhere(receiver(new Limits(8, null, Duration.ZERO)));
            all.addAll(got);
            assertThat(parts.database.sql("SELECT 1 FROM delivery WHERE state = 'SENDING'"))
                    .as("round %d", round)
                    .hasSize(8);
            complete(got.subList(0, got.size() / 2), new Outcome.Accepted(null));
            all.removeAll(got.subList(0, got.size() / 2));
        }
        assertThat(all).extracting(Claimed::id).doesNotHaveDuplicates();
    }

    @Test
    void aSecondHasNoMoreThanItsRequestsOverAllPods() {
        owe(60);
        Receiver twenty = receiver(new Limits(256, 20, Duration.ZERO));
        Set<UUID> claimed = new HashSet<>();
        long began = System.nanoTime();
        while (System.nanoTime() - began < Duration.ofSeconds(1).toNanos()) {
            claimEverywhere(twenty)
                    .forEach(one -> assertThat(claimed.add(one.id())).isTrue());
        }
        assertThat(claimed.size()).as("a second's worth and the slots ahead").isBetween(15, 27);
    }

    @Test
    void oneProbeGoesOutOverAllPodsAndAnotherWhenItsPodIsGone() {
        owe(20);
        gate("breaker = 'OPEN', failures = 10, retry_at = now() - interval '1 second'");
        Receiver eight = receiver(new Limits(8, null, Duration.ZERO));
        assertThat(claimEverywhere(eight)).hasSize(1);
        assertThat(claimEverywhere(eight)).isEmpty();
        var expired = parts.database.sql(
                "UPDATE delivery SET lease_until = now() - interval '1 second' WHERE state = 'SENDING'");
        assertThat(claimEverywhere(eight)).as("its lease has run out").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "paused_at = now(), paused_by = 'operator:li', paused_reason = '升级'",
                "not_before = now() + interval '1 minute'",
                "breaker = 'OPEN', failures = 10, retry_at = now() + interval '1 minute'"
            })
    void nothingGetsThroughAShutGateAndNothingIsLost(String shut) {
        register();
        owe(3);
        gate(shut);
        assertThat(claimEverywhere(receiver(new Limits(8, null, Duration.ZERO))))
                .isEmpty();
        assertThat(parts.database.sql("SELECT 1 FROM delivery WHERE state = 'WAITING'"))
                .hasSize(3);
        assertThat(parts.database.sql("SELECT 1 FROM delivery d WHERE shown_state(d.state, d.target) = 'HELD'"))
                .as("what a paused target waits for reads as held")
                .hasSize(shut.startsWith("paused") ? 3 : 0);
    }

    @Test
    void anOutageBeginsOnceAndEndsOnceWhicheverPodSeesIt() {
        owe(40);
        Receiver many = receiver(new Limits(40, null, Duration.ZERO));
        List<Claimed> claimed = claimEverywhere(many);
        assertThat(claimed).hasSize(40);
        List<Gate.Alarm> alarms = everywhere(pod -> heed(
                new Heeding(parts.gates, CONFIG, new SimpleMeterRegistry()),
                claimed.subList(pod * 6, pod * 6 + 6),
                new Outcome.Unreachable("TIMEOUT")));
        assertThat(alarms).containsExactlyInAnyOrder(Gate.Alarm.SHAKY, Gate.Alarm.DOWN);
        assertThat(parts.database.sql("SELECT reason FROM outage WHERE ended_at IS NULL"))
                .singleElement()
                .satisfies(row -> assertThat(row.getString("reason")).isEqualTo("TIMEOUT"));

        complete(claimed.subList(36, 40), new Outcome.Accepted(null));
        assertThat(parts.database.sql("SELECT 1 FROM outage WHERE ended_at IS NULL"))
                .as("answers to what was sent before prove nothing")
                .hasSize(1);
        var due = parts.database.sql("UPDATE target_gate SET retry_at = now()");
        owe(1);
        List<Claimed> probe = claimEverywhere(many);
        assertThat(probe).hasSize(1);
        assertThat(complete(probe, new Outcome.AlreadyHad(null))).containsExactly(Gate.Alarm.UP);
        assertThat(parts.database.sql("SELECT 1 FROM outage WHERE ended_at IS NOT NULL"))
                .hasSize(1);
    }

    @Test
    void aPodWithAWrongClockClaimsByTheDatabases() {
        owe(1);
        Claiming early = claiming(Clock.offset(Clock.system(Clocks.CHINA), Duration.ofHours(-3)));
        assertThat(claim(early, receiver(new Limits(8, null, Duration.ZERO)))
                        .await()
                        .atMost(Duration.ofSeconds(10))
                        .deliveries())
                .hasSize(1);
        assertThat(parts.database.sql(
                        "SELECT 1 FROM delivery WHERE lease_until BETWEEN now() AND now() + interval '1 minute'"))
                .hasSize(1);
    }

    // ---------------------------------------------------------------- words of these tests

    private void owe(int deliveries) {
        for (int i = 0; i < deliveries; i++) {
            var one = parts.dispatch("municipal");
        }
    }

    /** What is owed to a target that nobody has entered reads as held, too. */
    private void register() {
        var agency = parts.database.sql("INSERT INTO agency (code, name, reach) VALUES ('city', '市', 'ASSIGNED')");
        var target = parts.database.sql("INSERT INTO target (code, name, agency, role, base_url, contract) VALUES "
                + "('municipal', '市级', 'city', 'MUNICIPAL', 'http://127.0.0.1:1', 'receiver-municipal')");
    }

    private void gate(String values) {
        var known = parts.database.sql("INSERT INTO target_gate (target) VALUES ('municipal') ON CONFLICT DO NOTHING");
        var set = parts.database.sql("UPDATE target_gate SET " + values);
    }

    private static Receiver receiver(Limits limits) {
        DeliveryTerms terms = new DeliveryTerms(
                limits,
                new DeliveryTerms.Retry(Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofHours(72)),
                DeliveryTerms.OnRefusal.PARK);
        return new Receiver(
                "municipal",
                "",
                "",
                "http://127.0.0.1:1",
                "receiver-municipal",
                Set.of(),
                Duration.ofSeconds(2),
                Access.USUAL,
                terms);
    }

    private Claiming claiming(Clock clock) {
        return new Claiming(parts.gates, parts.queue, CONFIG, new DatabaseClock(clock));
    }

    private Uni<Claiming.Claim> claim(Claiming pod, Receiver receiver) {
        return Tx.run(parts.database.pool(), tx -> pod.claim(tx, Map.of("municipal", receiver)));
    }

    private List<Claimed> claimEverywhere(Receiver receiver) {
        return everywhere(pod -> claim(claiming(parts.clock), receiver).map(Claiming.Claim::deliveries));
    }

    private <T> List<T> everywhere(IntFunction<Uni<List<T>>> work) {
        List<Uni<List<T>>> pods = new ArrayList<>();
        for (int pod = 0; pod < PODS; pod++) {
            pods.add(work.apply(pod));
        }
        return Uni.join().all(pods).andFailFast().await().atMost(Duration.ofSeconds(20)).stream()
                .flatMap(List::stream)
                .toList();
    }

    @CanIgnoreReturnValue
    private List<Gate.Alarm> complete(List<Claimed> claimed, Outcome outcome) {
        return heed(new Heeding(parts.gates, CONFIG, new SimpleMeterRegistry()), claimed, outcome)
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private Uni<List<Gate.Alarm>> heed(Heeding pod, List<Claimed> claimed, Outcome outcome) {
        OffsetDateTime now = OffsetDateTime.now(parts.clock);
        DeliveryTerms terms = receiver(new Limits(8, null, Duration.ZERO)).terms();
        List<Finished> finished = claimed.stream()
                .map(one -> Finished.of(one, terms, outcome, now, now, BACKOFF))
                .toList();
        return Tx.run(parts.database.pool(), tx -> parts.queue
                        .complete(tx, finished, now)
                        .flatMap(written -> pod.heed(tx, finished, written, now)))
                .map(turns ->
                        turns.stream().flatMap(turn -> turn.alarms().stream()).toList());
    }
}
