package org.huiliu.delivery.pg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.huiliu.TestDatabase;
import org.huiliu.delivery.Backoff;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.DeliveryTerms;
import org.huiliu.delivery.Finished;
import org.huiliu.delivery.Head;
import org.huiliu.delivery.Limits;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.delivery.Outcome;
import org.huiliu.delivery.Request;
import org.huiliu.delivery.Room;
import org.huiliu.model.DeliveryKind;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of the queue on a real PostgreSQL; time is told, never waited for. */
class PgDeliveryQueueTest {
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2025-09-11T12:00:00+08:00");
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final DeliveryTerms TERMS = new DeliveryTerms(
            new Limits(8, null, Duration.ZERO),
            new DeliveryTerms.Retry(Duration.ofSeconds(1), Duration.ofMinutes(10), Duration.ofHours(72)),
            DeliveryTerms.OnRefusal.PARK);

    private static TestDatabase database;

    private final DeliveryQueue queue = Queues.onPostgres();
    private final Backoff backoff = new Backoff(Duration.ofHours(1), new Random(7));
    private UUID matter;
    private List<Claimed> toFinish = List.of();

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void begin() {
        assertThat(database.sql("TRUNCATE attempt, delivery, cases CASCADE")).isEmpty();
        matter = openCase();
    }

    @Test
    void onlyTheHeadOfACaseAndTargetIsClaimed() {
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 1);
        UUID update = add(matter, "municipal", DeliveryKind.UPDATE, 2);
        UUID elsewhere = add(matter, "district-320302", DeliveryKind.UPDATE, 2);

        assertThat(claimIds(NOON)).containsExactlyInAnyOrder(create, elsewhere);
        assertThat(claimIds(NOON)).isEmpty();
        finish(NOON, new Outcome.Accepted("ZJ-1"));
        assertThat(claimIds(NOON)).containsExactly(update);
    }

    @Test
    void twoClaimersNeverGetTheSameDelivery() {
        Set<UUID> all = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            all.add(add(openCase(), "municipal", DeliveryKind.CREATE, 1));
        }
        List<Uni<List<Claimed>>> claimers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            claimers.add(Tx.run(database.pool(), tx -> queue.claim(tx, rooms(40, "municipal"), NOON)));
        }
        List<List<Claimed>> got = Uni.join().all(claimers).andFailFast().await().atMost(Duration.ofSeconds(20));
        List<UUID> ids = got.stream().flatMap(List::stream).map(Claimed::id).toList();

        assertThat(ids).doesNotHaveDuplicates();
        Set<UUID> rest = new HashSet<>(all);
        rest.removeAll(ids);
        assertThat(claimed(300, NOON)).extracting(Claimed::id).containsExactlyInAnyOrderElementsOf(rest);
    }

    @Test
    void anExpiredLeaseIsClaimedAgainAndTheLateWorkerChangesNothing() {
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 1);
        Claimed late = claimed(8, NOON).get(0);
        assertThat(claimIds(NOON.plus(LEASE).minusSeconds(1))).isEmpty();

        OffsetDateTime afterLease = NOON.plus(LEASE);
        Claimed second = claimed(8, afterLease).get(0);
        assertThat(second.id()).isEqualTo(create);
        assertThat(second.lease()).isGreaterThan(late.lease());
        assertThat(second.attempt()).isEqualTo(2);

        assertThat(complete(late, new Outcome.Refused(422, "NOT_OURS"), afterLease))
                .isEmpty();
        assertThat(state(create)).isEqualTo("SENDING");
        assertThat(database.sql("SELECT 1 FROM attempt")).isEmpty();
        assertThat(complete(second, new Outcome.Accepted("ZJ-1"), afterLease)).containsExactly(create);
        assertThat(state(create)).isEqualTo("DELIVERED");
        assertThat(database.sql("SELECT number, outcome FROM attempt"))
                .singleElement()
                .satisfies(row -> assertThat(row.getInteger("number")).isEqualTo(2));
    }

    @Test
    void updatesThatCanWaitAreOneMessageAfterThePace() {
        add(matter, "municipal", DeliveryKind.CREATE, 1);
        assertThat(claimIds(NOON)).hasSize(1);
        finish(NOON, new Outcome.Accepted("ZJ-1"));
        for (int revision = 2; revision <= 200; revision++) {
            pace(revision, NOON.plusSeconds(revision));
        }
        assertThat(database.sql("SELECT 1 FROM delivery")).hasSize(2);
        assertThat(claimIds(NOON.plusMinutes(5).minusSeconds(1))).isEmpty();
        List<Claimed> told = claimed(8, NOON.plusMinutes(5));
        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(DeliveryKind.UPDATE);
            assertThat(one.caseRevision()).isEqualTo(200);
        });
        // what comes while that one is under way waits for the next turn
        pace(201, NOON.plusMinutes(5));
        assertThat(database.sql("SELECT due_at FROM delivery WHERE case_revision = 201"))
                .singleElement()
                .satisfies(row -> assertThat(row.getOffsetDateTime("due_at")).isEqualTo(NOON.plusMinutes(10)));
    }

    @Test
    void anUpdateThatMattersOvertakesTheOneThatWaits() {
        add(matter, "municipal", DeliveryKind.CREATE, 1);
        assertThat(claimIds(NOON)).hasSize(1);
        finish(NOON, new Outcome.Accepted("ZJ-1"));
        pace(2, NOON);
        UUID grave = add(matter, "municipal", DeliveryKind.UPDATE, 3);
        assertThat(claimIds(NOON)).containsExactly(grave);
        finish(NOON, new Outcome.AlreadyHad(null));
        assertThat(claimIds(NOON.plusMinutes(6))).isEmpty();
    }

    @Test
    void aCaseIsForwardedOnceAllItsUnitsHaveIt() {
        add(matter, "municipal", DeliveryKind.CREATE, 1);
        add(matter, "district-320302", DeliveryKind.CREATE, 1);
        assertThat(forwarded()).isEmpty();
        assertThat(claimIds(NOON)).hasSize(2);
        finish(NOON, new Outcome.Accepted("1"));
        assertThat(forwarded()).containsExactly(matter);
    }

    private Set<UUID> forwarded() {
        return database.in(tx -> queue.forwarded(tx, List.of(matter, UUID.randomUUID())));
    }

    private void pace(int revision, OffsetDateTime at) {
        NewDelivery update = new NewDelivery(
                Ids.at(at.toInstant().toEpochMilli()),
                matter,
                "municipal",
                null,
                DeliveryKind.UPDATE,
                revision,
                null,
                Map.of());
        Void added = database.in(tx -> queue.addAtPace(tx, List.of(update), Duration.ofMinutes(5), at));
    }

    @Test
    void aReleasedLeaseIsClaimedAtOnce() {
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 1);
        List<Claimed> mine = claimed(8, NOON);
        Void released = database.in(tx -> queue.release(tx, mine, NOON));
        assertThat(claimIds(NOON)).containsExactly(create);
        assertThat(complete(mine.get(0), new Outcome.Accepted(null), NOON)).isEmpty();
    }

    @Test
    void aBusyReceiverIsLeftAloneForAsLongAsItAsks() {
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 1);
        Claimed first = claimed(8, NOON).get(0);
        assertThat(complete(first, new Outcome.Busy(503, Duration.ofMinutes(5)), NOON))
                .containsExactly(create);
        assertThat(claimIds(NOON.plusMinutes(5).minusSeconds(1))).isEmpty();
        assertThat(claimIds(NOON.plusMinutes(5))).containsExactly(create);
    }

    @Test
    void whatWaitsBehindAPauseSleepsWithItAndFollowsAtOnce() {
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 1);
        UUID update = add(matter, "municipal", DeliveryKind.UPDATE, 2);
        assertThat(complete(claimed(8, NOON).get(0), new Outcome.Busy(503, Duration.ofMinutes(5)), NOON))
                .containsExactly(create);
        assertThat(database.sql("SELECT DISTINCT due_at FROM delivery")).hasSize(1);
        OffsetDateTime later = NOON.plusMinutes(5);
        assertThat(complete(claimed(8, later).get(0), new Outcome.Accepted(null), later))
                .containsExactly(create);
        assertThat(claimIds(later)).containsExactly(update);
    }

    @Test
    void pausesGrowWithEveryFailure() {
        given(matter, "municipal", DeliveryKind.CREATE, 1);
        OffsetDateTime at = NOON;
        Duration longest = Duration.ZERO;
        for (int attempt = 1; attempt <= 12; attempt++) {
            Claimed one = claimed(8, at).get(0);
            assertThat(one.attempt()).isEqualTo(attempt);
            assertThat(one.pause()).isLessThanOrEqualTo(Duration.ofMinutes(10));
            longest = one.pause().compareTo(longest) > 0 ? one.pause() : longest;
            assertThat(complete(one, new Outcome.Unreachable("TIMEOUT"), at)).hasSize(1);
            OffsetDateTime due =
                    database.sql("SELECT due_at FROM delivery").get(0).getOffsetDateTime("due_at");
            assertThat(due).isAfterOrEqualTo(at.plusSeconds(1)).isBeforeOrEqualTo(at.plusMinutes(10));
            at = due;
        }
        assertThat(longest).isGreaterThan(Duration.ofSeconds(10));
    }

    @Test
    void whatTheReceiverAlreadyHasCountsAsDelivered() {
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 1);
        assertThat(complete(claimed(8, NOON).get(0), new Outcome.AlreadyHad("ZJ-7"), NOON))
                .containsExactly(create);
        assertThat(state(create)).isEqualTo("DELIVERED");
        assertThat(database.sql("SELECT received_as FROM delivery").get(0).getString("received_as"))
                .isEqualTo("ZJ-7");
    }

    @Test
    void aRefusalParksAndHoldsWhatFollowsAndWhatComesLater() {
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 1);
        UUID waiting = add(matter, "municipal", DeliveryKind.UPDATE, 2);
        UUID other = add(openCase(), "municipal", DeliveryKind.CREATE, 1);
        Claimed refused = claimed(8, NOON).stream()
                .filter(one -> one.id().equals(create))
                .findFirst()
                .orElseThrow();

        assertThat(complete(refused, new Outcome.Refused(422, "NOT_OURS"), NOON))
                .containsExactly(create);
        assertThat(state(create)).isEqualTo("PARKED");
        assertThat(state(waiting)).isEqualTo("HELD");
        assertThat(state(other)).isEqualTo("SENDING");
        UUID later = add(matter, "municipal", DeliveryKind.UPDATE, 3);
        assertThat(state(later)).isEqualTo("HELD");
        assertThat(state(waiting)).isEqualTo("SUPERSEDED");
        assertThat(claimIds(NOON.plusDays(1))).containsExactly(other);
    }

    @Test
    void aNewerUpdateReplacesOneThatWasNeverAttempted() {
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 1);
        UUID second = add(matter, "municipal", DeliveryKind.UPDATE, 2);
        UUID third = add(matter, "municipal", DeliveryKind.UPDATE, 3);
        assertThat(states(create, second, third)).containsExactly("WAITING", "SUPERSEDED", "WAITING");
    }

    @Test
    void anUpdateThatWasAttemptedStaysInTheOrder() {
        given(matter, "municipal", DeliveryKind.CREATE, 1);
        assertThat(claimIds(NOON)).hasSize(1);
        finish(NOON, new Outcome.Accepted(null));
        UUID second = add(matter, "municipal", DeliveryKind.UPDATE, 2);
        assertThat(complete(claimed(8, NOON).get(0), new Outcome.Unreachable("TIMEOUT"), NOON))
                .hasSize(1);
        UUID third = add(matter, "municipal", DeliveryKind.UPDATE, 3);
        assertThat(states(second, third)).containsExactly("WAITING", "WAITING");
        assertThat(claimIds(NOON.plusDays(1))).containsExactly(second);
    }

    @Test
    void aRecallOfWhatWasNeverSentCancelsBoth() {
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 1);
        UUID update = add(matter, "municipal", DeliveryKind.UPDATE, 2);
        UUID elsewhere = add(matter, "district-320302", DeliveryKind.CREATE, 1);
        UUID recall = add(matter, "municipal", DeliveryKind.RECALL, 3);
        assertThat(states(create, update, recall)).containsExactly("SUPERSEDED", "SUPERSEDED", "SUPERSEDED");
        assertThat(state(elsewhere)).isEqualTo("WAITING");
    }

    @Test
    void aRecallOfWhatMayHaveArrivedIsSentAfterIt() {
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 1);
        assertThat(complete(claimed(8, NOON).get(0), new Outcome.Unreachable("TIMEOUT"), NOON))
                .hasSize(1);
        UUID update = add(matter, "municipal", DeliveryKind.UPDATE, 2);
        UUID recall = add(matter, "municipal", DeliveryKind.RECALL, 3);
        assertThat(states(create, update, recall)).containsExactly("WAITING", "SUPERSEDED", "WAITING");
        assertThat(claimIds(NOON.plusDays(1))).containsExactly(create);
        finish(NOON.plusDays(1), new Outcome.AlreadyHad(null));
        assertThat(claimIds(NOON.plusDays(1))).containsExactly(recall);
    }

    @Test
    void aCreateAfterARecallIsANewBeginning() {
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 1);
        assertThat(complete(claimed(8, NOON).get(0), new Outcome.Accepted(null), NOON))
                .containsExactly(create);
        UUID recall = add(matter, "municipal", DeliveryKind.RECALL, 2);
        UUID again = add(matter, "municipal", DeliveryKind.CREATE, 3);
        UUID recallAgain = add(matter, "municipal", DeliveryKind.RECALL, 4);
        assertThat(states(recall, again, recallAgain)).containsExactly("WAITING", "SUPERSEDED", "SUPERSEDED");
    }

    @Test
    void aWholeGroupIsSettledAtOnce() {
        UUID other = openCase();
        NewDelivery create = fresh(matter, "municipal", DeliveryKind.CREATE, 1);
        NewDelivery update = fresh(matter, "municipal", DeliveryKind.UPDATE, 2);
        NewDelivery newer = fresh(matter, "municipal", DeliveryKind.UPDATE, 3);
        NewDelivery gone = fresh(other, "municipal", DeliveryKind.CREATE, 1);
        NewDelivery recall = fresh(other, "municipal", DeliveryKind.RECALL, 2);
        Void added = database.in(tx -> queue.add(tx, List.of(create, update, newer, gone, recall), NOON));
        assertThat(states(create.id(), update.id(), newer.id(), gone.id(), recall.id()))
                .containsExactly("WAITING", "SUPERSEDED", "WAITING", "SUPERSEDED", "SUPERSEDED");
    }

    @Test
    void aTargetWithALongQueueLeavesRoomForTheOthers() {
        for (int i = 0; i < 50; i++) {
            given(openCase(), "municipal", DeliveryKind.CREATE, 1);
        }
        UUID other = add(matter, "district-320302", DeliveryKind.CREATE, 1);
        List<Claimed> batch = database.in(tx -> queue.claim(tx, rooms(4, "municipal", "district-320302"), NOON));
        assertThat(batch).hasSize(5).extracting(Claimed::id).contains(other);
        List<Claimed> more = database.in(tx -> queue.claim(tx, rooms(4, "district-320302"), NOON));
        assertThat(more).as("a target without room gets nothing").isEmpty();
    }

    @Test
    void theFirstBodyIsFrozenAndSealed() {
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 1);
        Claimed first = claimed(8, NOON).get(0);
        assertThat(first.first()).isTrue();
        Head head = new Head("crm@3", "PUT", "/orders/7?sign=1", Map.of("X-Order", "7"));
        byte[] body = "{\"title\":\"渗水\"}".getBytes(UTF_8);
        Void frozen = database.in(tx -> queue.freeze(tx, Map.of(create, new Request(head, body))));
        Void tooLate = database.in(tx -> queue.freeze(tx, Map.of(create, new Request(head, "{}".getBytes(UTF_8)))));
        assertThat(complete(first, new Outcome.Unreachable("TIMEOUT"), NOON)).hasSize(1);
        Claimed second = claimed(8, NOON.plusDays(1)).get(0);
        assertThat(second.body()).isNotNull().asString(UTF_8).isEqualTo("{\"title\":\"渗水\"}");
        assertThat(second.head())
                .as("method, path and body are frozen together")
                .isEqualTo(head);
        byte[] stored = database.sql("SELECT sealed_body FROM delivery")
                .get(0)
                .getBuffer("sealed_body")
                .getBytes();
        assertThat(new String(stored, UTF_8)).doesNotContain("渗水");
    }

    /** Whatever the order of events, what one target gets of one case has rising revisions and no gap that was sent. */
    @Test
    void anyMixOfAddsClaimsAndOutcomesKeepsTheOrder() {
        for (long seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed);
            UUID subject = openCase();
            OffsetDateTime at = NOON;
            int revision = 0;
            int lastSent = 0;
            given(subject, "municipal", DeliveryKind.CREATE, ++revision);
            for (int step = 0; step < 30; step++) {
                if (random.nextInt(3) == 0) {
                    given(subject, "municipal", DeliveryKind.UPDATE, ++revision);
                }
                at = at.plusMinutes(1 + random.nextInt(20));
                List<Claimed> batch = claimed(8, at);
                assertThat(batch).as("seed %d", seed).hasSizeLessThanOrEqualTo(1);
                for (Claimed one : batch) {
                    assertThat(one.caseRevision()).as("seed %d", seed).isGreaterThanOrEqualTo(lastSent);
                    lastSent = one.caseRevision();
                    Outcome outcome =
                            random.nextBoolean() ? new Outcome.Accepted(null) : new Outcome.Unreachable("TIMEOUT");
                    if (random.nextInt(4) > 0) {
                        assertThat(complete(one, outcome, at)).hasSize(1);
                    }
                }
            }
            assertThat(database.sql("TRUNCATE delivery CASCADE")).isEmpty();
        }
    }

    @Test
    void aWarningHasAnOrderOfItsOwn() {
        UUID first = warning();
        UUID second = warning();
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 1);
        UUID told = addWarning(first, 1);
        UUID other = addWarning(second, 1);

        assertThat(claimIds(NOON)).containsExactlyInAnyOrder(create, told, other);
        finish(NOON, new Outcome.Refused(404, "NO_REASON_GIVEN"));
        UUID grown = addWarning(second, 2);
        assertThat(states(create, told, other, grown)).containsExactly("PARKED", "PARKED", "PARKED", "HELD");
    }

    @Test
    void aParkedWarningKeepsNoCaseBack() {
        UUID warning = warning();
        UUID told = addWarning(warning, 1);
        assertThat(claimIds(NOON)).containsExactly(told);
        finish(NOON, new Outcome.Refused(404, "NO_REASON_GIVEN"));
        UUID create = add(matter, "municipal", DeliveryKind.CREATE, 2);
        UUID update = add(matter, "municipal", DeliveryKind.UPDATE, 3);
        assertThat(claimIds(NOON)).containsExactly(create);
        finish(NOON, new Outcome.Accepted(null));
        assertThat(claimIds(NOON)).containsExactly(update);
    }

    @Test
    void aNewerTellingOfAWarningReplacesOneThatWasNeverAttempted() {
        UUID warning = warning();
        UUID old = addWarning(warning, 1);
        UUID update = add(matter, "municipal", DeliveryKind.UPDATE, 1);
        UUID grown = addWarning(warning, 2);
        assertThat(states(old, update, grown)).containsExactly("SUPERSEDED", "WAITING", "WAITING");
        assertThat(claimIds(NOON)).containsExactlyInAnyOrder(update, grown);
    }

    // ---------------------------------------------------------------- words of these tests

    private UUID warning() {
        UUID id = Ids.at(NOON.toInstant().toEpochMilli());
        assertThat(database.sql(
                        "INSERT INTO warning (id, revision, rule, rule_zh, rule_cases, rule_span, kind, name, said, area,"
                                + " division, state, tipped_by, first_at, last_at, raised_at, updated_at) VALUES ($1, 1, 'r',"
                                + " 'r', 3, 'P7D', 'ESTATE', $2, 'x', '', '', 'OPEN', $3, now(), now(), now(), now())",
                        id,
                        id.toString(),
                        matter))
                .isEmpty();
        return id;
    }

    private UUID addWarning(UUID warning, int revision) {
        NewDelivery delivery = new NewDelivery(
                Ids.at(NOON.toInstant().toEpochMilli()),
                matter,
                "municipal",
                null,
                DeliveryKind.WARNING,
                revision,
                null,
                Map.of("warningId", warning));
        Void added = database.in(tx -> queue.add(tx, List.of(delivery), NOON));
        return delivery.id();
    }

    private UUID openCase() {
        UUID id = Ids.at(NOON.toInstant().toEpochMilli());
        assertThat(database.sql(
                        "INSERT INTO cases (id, revision, state, feed, domain, appeal_type, category, urgency, priority,"
                                + " title, privacy, content, sealed_content, handling, report_count, search, opened_at,"
                                + " updated_at) VALUES ($1, 1, 'DISPATCHED', '110', 'OTHER', 'OTHER', 'X', 'NORMAL', 'P3',"
                                + " 'x', 'INTERNAL', '{}', '', '{}', 1, '', now(), now())",
                        id))
                .isEmpty();
        return id;
    }

    private static NewDelivery fresh(UUID subject, String target, DeliveryKind kind, int revision) {
        return new NewDelivery(
                Ids.at(NOON.toInstant().toEpochMilli()), subject, target, null, kind, revision, null, Map.of());
    }

    @CanIgnoreReturnValue
    private UUID add(UUID subject, String target, DeliveryKind kind, int revision) {
        NewDelivery delivery = fresh(subject, target, kind, revision);
        Void added = database.in(tx -> queue.add(tx, List.of(delivery), NOON));
        return delivery.id();
    }

    private void given(UUID subject, String target, DeliveryKind kind, int revision) {
        assertThat(state(add(subject, target, kind, revision))).isEqualTo("WAITING");
    }

    private static List<Room> rooms(int free, String... targets) {
        return List.of(targets).stream()
                .map(target -> new Room(target, Integer.MAX_VALUE, free, LEASE))
                .toList();
    }

    private List<Claimed> claimed(int most, OffsetDateTime at) {
        return database.in(tx -> queue.claim(tx, rooms(most, "municipal", "district-320302"), at));
    }

    private List<UUID> claimIds(OffsetDateTime at) {
        List<Claimed> batch = claimed(8, at);
        if (!batch.isEmpty()) {
            toFinish = batch;
        }
        return batch.stream().map(Claimed::id).toList();
    }

    private void finish(OffsetDateTime at, Outcome outcome) {
        toFinish.forEach(one -> assertThat(complete(one, outcome, at)).hasSize(1));
    }

    private Set<UUID> complete(Claimed one, Outcome outcome, OffsetDateTime at) {
        return database.in(tx -> queue.complete(tx, List.of(Finished.of(one, TERMS, outcome, at, at, backoff)), at))
                .ids();
    }

    private List<String> states(UUID... ids) {
        return List.of(ids).stream().map(this::state).toList();
    }

    private String state(UUID id) {
        return database.sql("SELECT state FROM delivery WHERE id = $1", id)
                .get(0)
                .getString("state");
    }
}
