package org.huiliu.cases.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.huiliu.Eventually;
import org.huiliu.TestDatabase;
import org.huiliu.cases.Bookmark;
import org.huiliu.cases.CaseEvent;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.Change;
import org.huiliu.cases.ChangeWatch;
import org.huiliu.cases.Changes;
import org.huiliu.cases.Scope;
import org.huiliu.cases.Watches;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.AssignmentState;
import org.huiliu.model.Basis;
import org.huiliu.model.CaseContent;
import org.huiliu.platform.bell.Bell;
import org.huiliu.platform.bell.TestBell;
import org.huiliu.platform.crypto.TestSealer;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.TryAgain;
import org.huiliu.platform.tx.Tx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream of changes against the event table it is read from. */
class PgChangesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final OffsetDateTime AT = OffsetDateTime.of(2026, 3, 1, 9, 0, 0, 0, Clocks.CHINA);
    private static final Scope ALL = new Scope.City(null);
    private static final String EVENT =
            "INSERT INTO event (case_id, at, kind, actor, revision) VALUES ($1, $2, $3, 'hub', 1)";
    private static final String CONTENT = """
            {"domain": "GOV_SERVICE", "appealType": "HELP",
             "category": {"system": "12345", "version": "1", "code": "0102", "path": []}, "urgency": "NORMAL",
             "priority": "P3", "title": "外墙渗水", "place": {"division": "320302"}}
            """;

    private static TestDatabase database;
    private static Changes changes;
    private static UUID caseId = new UUID(0, 0);
    private final CaseLedger cases = Ledgers.onPostgres();
    private Bookmark start = Bookmark.BEGINNING;

    @BeforeAll
    static void begin() {
        database = TestDatabase.create();
        changes = new PgChanges(database.pool());
    }

    @AfterAll
    static void end() {
        database.close();
    }

    @BeforeEach
    void aCaseThatIsOpen() {
        caseId = write(CaseFile.open(Ids.at(AT.toInstant().toEpochMilli()), "12345", content(), Set.of(), AT));
        // other databases of the same server have transactions of their own, and they count
        Eventually.holds("nothing older runs", () -> !reach().more());
        start = reach().last();
    }

    @Test
    void whatAnOlderTransactionCommitsLateIsNeitherMissedNorPutInFront() {
        Writer older = new Writer();
        older.write("OLDER");
        Writer younger = new Writer();
        younger.write("YOUNGER");
        younger.commit();

        assertThat(kinds(start)).isEmpty();
        assertThat(reach().more()).isTrue();

        older.commit();
        Eventually.holds("both can be read", () -> kinds(start).size() == 2);
        assertThat(kinds(start)).containsExactly("OLDER", "YOUNGER");
    }

    @Test
    void whatIsRolledBackHoldsNothingUpAfterwards() {
        Writer older = new Writer();
        older.write("NEVER");
        Writer younger = new Writer();
        younger.write("YOUNGER");
        younger.commit();
        older.rollback();

        Eventually.holds("the younger can be read", () -> kinds(start).equals(List.of("YOUNGER")));
    }

    @Test
    void withManyWritersAndManyBreaksEveryEventComesOnceAndInOrder() {
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Random random = new Random(i);
            writers.add(CompletableFuture.runAsync(() -> {
                for (int n = 0; n < 40; n++) {
                    Writer writer = new Writer();
                    for (int e = random.nextInt(4); e >= 0; e--) {
                        writer.write("E");
                    }
                    if (random.nextInt(8) == 0) {
                        writer.rollback();
                    } else {
                        writer.commit();
                    }
                }
            }));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));

        Random random = new Random(7);
        List<Long> read = new ArrayList<>();
        String cursor = start.text();
        boolean over = false;
        while (!over) {
            // a reader that comes again each time with nothing but its cursor, and drops half of what it was given
            over = all.isDone() && !reach().more();
            Changes.Stretch stretch = after(ALL, Bookmark.of(cursor).orElseThrow(), 1 + random.nextInt(9));
            over &= stretch.changes().isEmpty();
            List<Change> kept = stretch.changes().subList(0, (stretch.changes().size() + random.nextInt(2)) / 2);
            kept.forEach(one -> read.add(one.eventId()));
            cursor = kept.isEmpty() ? cursor : kept.get(kept.size() - 1).cursor();
        }
        all.join();

        assertThat(read)
                .hasSizeGreaterThan(300)
                .isEqualTo(database
                        .sql(
                                "SELECT id FROM event WHERE (xid, id) > ($1::text::xid8, $2) ORDER BY xid, id",
                                Long.toUnsignedString(start.xid()),
                                start.event())
                        .stream()
                        .map(row -> row.getLong("id"))
                        .toList());
    }

    @Test
    void aUnitIsToldFromItsAssignmentToTheStepThatTakesTheCaseAway() {
        var agency = database.sql(
                "INSERT INTO agency (code, name, reach) VALUES ('city', '市', 'ASSIGNED') ON CONFLICT DO NOTHING");
        var target = database.sql("INSERT INTO target (code, name, agency, role, base_url, contract) VALUES "
                + "('one', '一', 'city', 'NONE', 'http://localhost', 'receiver-municipal') ON CONFLICT DO NOTHING");
        UUID assignment = UUID.randomUUID();
        step(1, file -> {
            UUID given = file.assign(assignment, "one", AssignmentRole.HOST, new Basis(1, "r", "因"))
                    .id();
        });
        step(2, file -> file.note(CaseEvent.Kind.PROGRESS, "hub", Map.of()));
        step(3, file -> file.moveAssignment(assignment, AssignmentState.CANCELLED, "operator:li", Map.of()));
        step(4, file -> file.note(CaseEvent.Kind.RECHECKED, "hub", Map.of()));
        Eventually.holds("nothing older runs", () -> !reach().more());

        List<String> told = List.of("ASSIGNED", "PROGRESS", "ASSIGNMENT_CHANGED");
        assertThat(kinds(new Scope.Unit("one"), Bookmark.BEGINNING)).isEqualTo(told);
        assertThat(kinds(new Scope.Agency("city", null), Bookmark.BEGINNING)).isEqualTo(told);
        assertThat(kinds(new Scope.Agency("city", "3203"), Bookmark.BEGINNING)).isEqualTo(told);
        assertThat(kinds(new Scope.Unit("other"), Bookmark.BEGINNING)).isEmpty();
        assertThat(kinds(new Scope.City("320303"), Bookmark.BEGINNING)).isEmpty();
        assertThat(kinds(new Scope.City("320302"), start)).hasSize(4);
    }

    @Test
    void whoMaySeeNothingGetsOnAllTheSame() {
        Writer writer = new Writer();
        writer.write("FOREIGN");
        writer.commit();
        Eventually.holds("it can be read", () -> kinds(start).size() == 1);

        Changes.Stretch stretch = after(new Scope.Unit("nobody"), start, 10);

        assertThat(stretch.changes()).isEmpty();
        assertThat(stretch.passed()).isEqualTo(reach().last());
    }

    @Test
    void aBookmarkOfALaterDatabaseIsNone() {
        assertThat(reach().lacks(start)).isFalse();
        assertThat(reach().lacks(new Bookmark(Long.MAX_VALUE, 1))).isTrue();
        assertThat(Bookmark.of(start.text())).contains(start);
        assertThat(Bookmark.of("c-1")).isEmpty();
        assertThat(Bookmark.of("czzzzzzzzzzzzz-1")).isEmpty();
    }

    @Test
    void whoWaitsIsWokenByTheBellAlone() throws Exception {
        TestBell bell = new TestBell();
        // no look by the clock within the test
        ChangeWatch watch = Watches.of(database.vertx(), changes, bell, Duration.ofHours(1));
        CompletableFuture<Boolean> grown = watch.beyond(start, PATIENCE).subscribeAsCompletionStage();
        Writer writer = new Writer();
        writer.write("NEWS");
        assertThat(grown).isNotDone();
        writer.commit();
        bell.ring(Bell.CASES);

        assertThat(grown.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(watch.beyond(reach().last(), Duration.ofMillis(1)).await().atMost(PATIENCE))
                .isFalse();
    }

    @Test
    void oneRingIsEnoughWhereAnOlderTransactionPutsOffWhatWasCommitted() throws Exception {
        TestBell bell = new TestBell();
        AtomicInteger looks = new AtomicInteger();
        Changes counted = new Changes() {
            @Override
            public Uni<Reach> reach() {
                return changes.reach().invoke(looks::incrementAndGet);
            }

            @Override
            public Uni<Stretch> after(Scope scope, Bookmark bookmark, int most) {
                return changes.after(scope, bookmark, most);
            }
        };
        ChangeWatch watch = Watches.of(database.vertx(), counted, bell, Duration.ofHours(1));
        CompletableFuture<Boolean> grown = watch.beyond(start, PATIENCE).subscribeAsCompletionStage();
        Writer older = new Writer();
        older.write("NEVER");
        Writer younger = new Writer();
        younger.write("YOUNGER");
        younger.commit();
        bell.ring(Bell.CASES);
        int rung = looks.get();
        Eventually.holds("it has looked again and again", () -> looks.get() > rung + 3);
        assertThat(grown).isNotDone();
        // nobody rings for what is rolled back
        older.rollback();

        assertThat(grown.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(kinds(start)).containsExactly("YOUNGER");
    }

    @Test
    void theBellRingsForWhatIsCommittedAndForNothingElse() {
        TestBell bell = new TestBell();
        AtomicInteger rings = new AtomicInteger();
        bell.listen(Bell.CASES, rings::incrementAndGet);
        CaseLedger ledger = new PgCaseLedger(new CaseRows(TestSealer.make()), bell);
        CaseFile file = CaseFile.open(Ids.at(AT.toInstant().toEpochMilli()), "12345", content(), Set.of(), AT);

        Uni<Void> rolledBack = Tx.run(database.pool(), tx -> ledger.write(tx, List.of(file))
                .chain(() -> Uni.createFrom().failure(new TryAgain("no"))));
        assertThatThrownBy(() -> rolledBack.await().atMost(PATIENCE)).isInstanceOf(TryAgain.class);
        assertThat(rings).hasValue(0);

        Void written = database.in(tx ->
                ledger.write(tx, List.of(file)).invoke(() -> assertThat(rings).hasValue(0)));
        assertThat(rings).hasValue(1);
    }

    private void step(int seconds, Consumer<CaseFile> work) {
        CaseFile file = Objects.requireNonNull(
                database.in(tx -> cases.lock(tx, List.of(caseId))).get(caseId));
        file.step(AT.plusSeconds(seconds));
        work.accept(file);
        UUID same = write(file);
    }

    private UUID write(CaseFile file) {
        Void written = database.in(tx -> cases.write(tx, List.of(file)));
        return file.id();
    }

    private List<String> kinds(Bookmark from) {
        return kinds(ALL, from);
    }

    private List<String> kinds(Scope scope, Bookmark from) {
        return after(scope, from, 100).changes().stream().map(Change::kind).toList();
    }

    private static Changes.Stretch after(Scope scope, Bookmark from, int most) {
        return changes.after(scope, from, most).await().atMost(PATIENCE);
    }

    private static Changes.Reach reach() {
        return changes.reach().await().atMost(PATIENCE);
    }

    private static CaseContent content() {
        return HubJson.read(HubJson.read(CONTENT, JsonNode.class), CaseContent.class);
    }

    /** A transaction that is open for as long as the test wants. */
    private static final class Writer {
        private final SqlConnection connection =
                database.pool().getConnection().await().atMost(PATIENCE);
        private final Transaction transaction = connection.begin().await().atMost(PATIENCE);

        void write(String kind) {
            var rows = connection
                    .preparedQuery(EVENT)
                    .execute(Tuple.of(caseId, AT, kind))
                    .await()
                    .atMost(PATIENCE);
        }

        void commit() {
            close(transaction.commit());
        }

        void rollback() {
            close(transaction.rollback());
        }

        private void close(Uni<Void> how) {
            Void closed = how.chain(connection::close).await().atMost(PATIENCE);
        }
    }
}
