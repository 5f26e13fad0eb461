package org.huiliu.delivery.pg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.huiliu.TestDatabase;
import org.huiliu.delivery.Backoff;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.DeliveryDossier;
import org.huiliu.delivery.DeliveryFilter;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.DeliverySummary;
import org.huiliu.delivery.Finished;
import org.huiliu.delivery.Head;
import org.huiliu.delivery.Hindrance;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.delivery.Outcome;
import org.huiliu.delivery.ReplayBasis;
import org.huiliu.delivery.ReplayBook.Again;
import org.huiliu.delivery.Request;
import org.huiliu.delivery.Room;
import org.huiliu.delivery.Standing;
import org.huiliu.delivery.TestDelivery;
import org.huiliu.model.DeliveryKind;
import org.huiliu.model.DeliveryState;
import org.huiliu.platform.crypto.TestSealer;
import org.huiliu.platform.time.Ids;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do with deliveries, on the queue's own table. */
class PgDeliveryDeskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2025-09-11T12:00:00+08:00");

    private static TestDatabase database;
    private static PgDeliveryDesk desk;

    private final DeliveryQueue queue = Queues.onPostgres();
    private UUID matter = UUID.randomUUID();

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        desk = new PgDeliveryDesk(database.pool(), TestSealer.make());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void begin() {
        assertThat(database.sql("TRUNCATE attempt, delivery, cases CASCADE")).isEmpty();
        matter = openCase("320302");
    }

    @Test
    void aParkedDeliveryGoesOnAsItselfAndWhatIsHeldWaitsBehindIt() {
        UUID create = parked(DeliveryKind.CREATE, 1);
        UUID update = add(matter, DeliveryKind.UPDATE, 2);
        assertThat(state(update)).isEqualTo("HELD");

        assertThat(again(create, ReplayBasis.ORIGINAL)).isEqualTo(create);

        assertThat(state(create)).isEqualTo("WAITING");
        assertThat(state(update)).isEqualTo("WAITING");
        List<Claimed> claimed = claimed();
        assertThat(claimed).extracting(Claimed::id).containsExactly(create);
        assertThat(claimed.get(0).body()).asString(UTF_8).contains(create.toString());
        assertThat(claimed.get(0).createdAt()).as("its age counts anew").isEqualTo(NOON.plusHours(1));
    }

    @Test
    void byWhatHoldsNowAParkedBodyIsMadeAnew() {
        UUID create = parked(DeliveryKind.CREATE, 1);
        assertThat(again(create, ReplayBasis.CURRENT)).isEqualTo(create);
        assertThat(claimed().get(0).first()).isTrue();
    }

    @Test
    void whatHasEndedGoesAgainUnderAnIdOfItsOwnWithTheSameWords() {
        UUID create = delivered(DeliveryKind.CREATE, 1);

        UUID replay = again(create, ReplayBasis.ORIGINAL);

        assertThat(replay).isNotEqualTo(create);
        assertThat(state(create)).isEqualTo("DELIVERED");
        Claimed claimed = claimed().get(0);
        assertThat(claimed.id()).isEqualTo(replay);
        assertThat(claimed.caseRevision()).isEqualTo(1);
        assertThat(claimed.body()).asString(UTF_8).isEqualTo("{\"deliveryId\":\"" + replay + "\",\"title\":\"渗水\"}");
        assertThat(Objects.requireNonNull(claimed.head()).path()).isEqualTo("/orders/" + replay);
        assertThat(dossier(create).replays()).containsExactly(replay);
        assertThat(dossier(replay).head().replayOf()).isEqualTo(create);
    }

    @Test
    void byWhatHoldsNowItTellsTheRevisionThatTheCaseHas() {
        UUID create = delivered(DeliveryKind.CREATE, 1);
        assertThat(database.sql("UPDATE cases SET revision = 7 WHERE id = $1", matter))
                .isEmpty();
        UUID replay = again(create, ReplayBasis.CURRENT);
        Claimed claimed = claimed().get(0);
        assertThat(claimed.id()).isEqualTo(replay);
        assertThat(claimed.first()).isTrue();
        assertThat(claimed.caseRevision()).isEqualTo(7);
    }

    @Test
    void twoActionsAreTwoReplaysAndOneActionIsOne() {
        UUID create = delivered(DeliveryKind.CREATE, 1);
        UUID first = again(create, ReplayBasis.CURRENT);
        UUID second = again(create, ReplayBasis.CURRENT);
        assertThat(first).isNotEqualTo(second);
        assertThat(dossier(create).replays()).containsExactlyInAnyOrder(first, second);

        UUID action = UUID.randomUUID();
        assertThat(sendAgain(create, ReplayBasis.CURRENT, action)).isEqualTo(1);
        assertThat(sendAgain(create, ReplayBasis.CURRENT, action)).isZero();
        assertThat(dossier(create).replays()).hasSize(3);
    }

    @Test
    void aReplayNeitherCarriesWhatIsNewerNorIsReplacedByIt() {
        UUID update = delivered(DeliveryKind.UPDATE, 2);
        UUID replay = again(update, ReplayBasis.ORIGINAL);
        NewDelivery paced = fresh(matter, DeliveryKind.UPDATE, 3);
        Void added = database.in(tx -> queue.addAtPace(tx, List.of(paced), Duration.ofMinutes(5), NOON));
        UUID newer = add(matter, DeliveryKind.UPDATE, 4);

        assertThat(state(replay)).isEqualTo("WAITING");
        assertThat(state(paced.id())).isEqualTo("SUPERSEDED");
        assertThat(state(newer)).isEqualTo("WAITING");
        assertThat(dossier(replay).head().caseRevision()).isEqualTo(2);

        UUID recall = add(matter, DeliveryKind.RECALL, 5);
        assertThat(state(replay)).as("the unit no longer has the case").isEqualTo("SUPERSEDED");
        assertThat(state(recall)).isEqualTo("WAITING");
    }

    @Test
    void aSkippedDeliveryReleasesWhatWasHeldBehindItAndNothingElse() {
        UUID create = parked(DeliveryKind.CREATE, 1);
        UUID update = add(matter, DeliveryKind.UPDATE, 2);
        UUID recall = add(matter, DeliveryKind.RECALL, 3);

        skip(create);

        assertThat(state(create)).isEqualTo("SKIPPED");
        assertThat(List.of(state(update), state(recall))).doesNotContain("HELD");
        assertThat(dossier(create).head().reason()).isEqualTo("电话已确认");
    }

    @Test
    void whatLiesBehindASecondParkedOneStaysHeld() {
        UUID create = parked(DeliveryKind.CREATE, 1);
        UUID warned = add(matter, DeliveryKind.RECALL, 2);
        assertThat(database.sql("UPDATE delivery SET state = 'PARKED' WHERE id = $1", warned))
                .isEmpty();
        UUID update = add(matter, DeliveryKind.UPDATE, 3);
        skip(create);
        assertThat(state(update)).isEqualTo("HELD");
        skip(warned);
        assertThat(state(update)).isEqualTo("WAITING");
    }

    @Test
    void theAnswerOfAnAttemptIsKeptSealed() {
        UUID id = add(matter, DeliveryKind.CREATE, 1);
        complete(claimed().get(0), new Outcome.Refused(422, "X"), "{\"detail\":\"渗水\"}");
        DeliveryDossier.Attempt attempt = dossier(id).attempts().get(0);
        assertThat(attempt.answer()).asString(UTF_8).isEqualTo("{\"detail\":\"渗水\"}");
        assertThat(attempt.status()).isEqualTo(422);
        byte[] stored = database.sql("SELECT sealed_answer FROM attempt WHERE delivery_id = $1", id)
                .get(0)
                .getBuffer("sealed_answer")
                .getBytes();
        assertThat(new String(stored, UTF_8)).doesNotContain("渗水");
    }

    private void complete(Claimed claimed, Outcome outcome, String answer) {
        OffsetDateTime at = NOON.plusHours(2);
        Backoff backoff = new Backoff(Duration.ofHours(1), new Random(7));
        Finished finished = Finished.of(claimed, TestDelivery.terms(), outcome, at, at, backoff)
                .answered(answer.getBytes(UTF_8));
        var written = database.in(tx -> queue.complete(tx, List.of(finished), at));
    }

    @Test
    void onlyTheOwnDivisionIsThere() {
        UUID here = parked(DeliveryKind.CREATE, 1);
        assertThat(found(DeliveryFilter.of("320302"))).containsExactly(here);
        assertThat(found(DeliveryFilter.of("320303"))).isEmpty();
        assertThat(desk.one("320303", here).await().atMost(PATIENCE)).isEmpty();
        assertThat(desk.standing("320303", List.of(here)).await().atMost(PATIENCE))
                .isEmpty();
        List<Standing> locked = database.in(tx -> desk.lock(tx, "320303", List.of(here)));
        assertThat(locked).isEmpty();
        assertThat(database.sql("UPDATE cases SET division = NULL")).isEmpty();
        assertThat(found(DeliveryFilter.of("3203"))).containsExactly(here);
        assertThat(found(DeliveryFilter.of("320302"))).isEmpty();
    }

    @Test
    void theyAreFoundByStateReasonAndTime() {
        UUID parked = parked(DeliveryKind.CREATE, 1);
        UUID held = add(matter, DeliveryKind.UPDATE, 2);
        assertThat(found(filter(DeliveryState.PARKED, null, null))).containsExactly(parked);
        assertThat(found(filter(DeliveryState.HELD, null, null))).containsExactly(held);
        assertThat(found(filter(null, "REFUSED", "/division"))).containsExactly(parked);
        assertThat(found(filter(null, "BUSY", null))).isEmpty();
        assertThat(found(filter(null, null, "%"))).isEmpty();
        assertThat(found(DeliveryFilter.of(null))).containsExactlyInAnyOrder(held, parked);
        assertThat(desk.tally(DeliveryFilter.of(null)).await().atMost(PATIENCE))
                .extracting(one -> one.state() + " " + one.outcome() + " " + one.count())
                .containsExactlyInAnyOrder("PARKED REFUSED 1", "HELD null 1");
    }

    @Test
    void whyADeliveryIsNotSentAgain() {
        UUID id = UUID.randomUUID();
        Standing parked = new Standing(id, id, "t", DeliveryKind.CREATE, DeliveryState.PARKED, false, true, null);
        assertThat(parked.hindrance(ReplayBasis.ORIGINAL, true)).contains(Hindrance.NO_ORIGINAL);
        assertThat(parked.hindrance(ReplayBasis.CURRENT, false)).contains(Hindrance.NOT_BY_RULES);
        assertThat(parked.hindrance(ReplayBasis.CURRENT, true)).isEmpty();
        Standing lost = new Standing(id, id, "t", DeliveryKind.UPDATE, DeliveryState.DELIVERED, true, false, null);
        assertThat(lost.hindrance(ReplayBasis.ORIGINAL, true)).contains(Hindrance.ASSIGNMENT_OVER);
        Standing recall = new Standing(id, id, "t", DeliveryKind.RECALL, DeliveryState.DELIVERED, true, false, null);
        assertThat(recall.hindrance(ReplayBasis.ORIGINAL, true)).isEmpty();
        Standing held = new Standing(id, id, "t", DeliveryKind.UPDATE, DeliveryState.HELD, true, true, null);
        assertThat(held.hindrance(ReplayBasis.CURRENT, true)).contains(Hindrance.STILL_OPEN);
    }

    // ---------------------------------------------------------------- words of these tests

    private static DeliveryFilter filter(
            @Nullable DeliveryState state, @Nullable String outcome, @Nullable String reason) {
        return new DeliveryFilter(null, null, null, state, null, null, outcome, reason, null, null);
    }

    private List<UUID> found(DeliveryFilter filter) {
        return desk.page(filter, null, 10).await().atMost(PATIENCE).stream()
                .map(DeliverySummary::deliveryId)
                .toList();
    }

    private DeliveryDossier dossier(UUID id) {
        return desk.one(null, id).await().atMost(PATIENCE).orElseThrow();
    }

    private UUID again(UUID id, ReplayBasis basis) {
        Standing standing =
                desk.standing(null, List.of(id)).await().atMost(PATIENCE).get(0);
        OffsetDateTime at = NOON.plusHours(1);
        UUID as = standing.goesOnItself() ? id : Ids.at(at.toInstant().toEpochMilli());
        int changed = database.in(
                tx -> desk.sendAgain(tx, List.of(new Again(standing, as, at)), basis, UUID.randomUUID(), at));
        assertThat(changed).isEqualTo(1);
        return as;
    }

    private int sendAgain(UUID id, ReplayBasis basis, UUID action) {
        Standing standing =
                desk.standing(null, List.of(id)).await().atMost(PATIENCE).get(0);
        return database.in(
                tx -> desk.sendAgain(tx, List.of(new Again(standing, UUID.randomUUID(), NOON)), basis, action, NOON));
    }

    private void skip(UUID id) {
        Void skipped = database.in(tx -> desk.lock(tx, null, List.of(id))
                .chain(found -> desk.skip(tx, found.get(0), "电话已确认", NOON.plusHours(1))));
    }

    private UUID parked(DeliveryKind kind, int revision) {
        return ended(kind, revision, "PARKED");
    }

    private UUID delivered(DeliveryKind kind, int revision) {
        return ended(kind, revision, "DELIVERED");
    }

    private UUID ended(DeliveryKind kind, int revision, String state) {
        UUID id = add(matter, kind, revision);
        Request request = new Request(
                new Head("crm@3", "PUT", "/orders/" + id, Map.of()),
                ("{\"deliveryId\":\"" + id + "\",\"title\":\"渗水\"}").getBytes(UTF_8));
        Void frozen = database.in(tx -> queue.freeze(tx, Map.of(id, request)));
        assertThat(database.sql(
                        "UPDATE delivery SET state = $2, attempts = 1, outcome = 'REFUSED', outcome_note = 'X /division' "
                                + "WHERE id = $1",
                        id,
                        state))
                .isEmpty();
        return id;
    }

    private UUID add(UUID subject, DeliveryKind kind, int revision) {
        NewDelivery delivery = fresh(subject, kind, revision);
        Void added = database.in(tx -> queue.add(tx, List.of(delivery), NOON));
        return delivery.id();
    }

    private static NewDelivery fresh(UUID subject, DeliveryKind kind, int revision) {
        return new NewDelivery(
                Ids.at(NOON.toInstant().toEpochMilli()), subject, "municipal", null, kind, revision, null, Map.of());
    }

    private String state(UUID id) {
        return database.sql("SELECT state FROM delivery WHERE id = $1", id)
                .get(0)
                .getString("state");
    }

    private List<Claimed> claimed() {
        return database.in(tx -> queue.claim(
                tx, List.of(new Room("municipal", Integer.MAX_VALUE, 8, Duration.ofSeconds(20))), NOON.plusHours(2)));
    }

    private static UUID openCase(String division) {
        UUID id = Ids.at(NOON.toInstant().toEpochMilli());
        assertThat(database.sql(
                        "INSERT INTO cases (id, revision, state, feed, domain, appeal_type, category, urgency, priority,"
                                + " title, privacy, content, sealed_content, handling, report_count, search, opened_at,"
                                + " updated_at, division) VALUES ($1, 1, 'DISPATCHED', '110', 'OTHER', 'OTHER', 'X', 'NORMAL',"
                                + " 'P3', 'x', 'INTERNAL', '{}', '', '{}', 1, '', now(), now(), $2)",
                        id,
                        division))
                .isEmpty();
        return id;
    }
}
