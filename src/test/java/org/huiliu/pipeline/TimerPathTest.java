package org.huiliu.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huiliu.TestDatabase;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.pg.Ledgers;
import org.huiliu.model.CaseContent;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.timer.Timer;
import org.huiliu.platform.timer.Timers;
import org.huiliu.platform.tx.Tx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Timers on a real database, fired by pods that each have their own connections. */
class TimerPathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final OffsetDateTime NOON = OffsetDateTime.of(2026, 3, 2, 12, 0, 0, 0, Clocks.CHINA);
    private static final String KIND = "test";
    private static final String CONTENT = """
            {"domain": "GOV_SERVICE", "appealType": "HELP",
             "category": {"system": "12345", "version": "1", "code": "0102", "path": []}, "urgency": "NORMAL",
             "priority": "P3", "title": "外墙渗水"}
            """;

    private static TestDatabase database;
    private static Timers timers;
    private final CaseLedger cases = Ledgers.onPostgres();

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        timers = new Timers(database.pool());
        var made = database.sql("CREATE TABLE fired (subject uuid NOT NULL, pod text NOT NULL)");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void clean() {
        var none = database.sql("DELETE FROM timer");
        var nothing = database.sql("DELETE FROM fired");
    }

    /** Writes down that it fired, in the transaction that removes the timer. */
    private record Writing(String pod, Set<UUID> failing) implements TimerPath.Handler {
        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Uni<Runnable> fire(Tx tx, Timer timer, CaseFile file, OffsetDateTime at) {
            assertThat(file.id()).isEqualTo(timer.subject());
            return tx.execute("INSERT INTO fired (subject, pod) VALUES ($1, $2)", Tuple.of(timer.subject(), pod))
                    .invoke(() -> {
                        if (failing.contains(timer.subject())) {
                            throw new IllegalStateException("it does not work");
                        }
                    })
                    .replaceWith(() -> {});
        }
    }

    @Test
    void twoPodsAtOnceFireEachTimerExactlyOnce() {
        for (int round = 0; round < 20; round++) {
            clean();
            List<UUID> subjects = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                UUID subject = opened();
                subjects.add(subject);
                set(subject, NOON.minusMinutes(i));
            }
            Uni<Integer> one = pod("one", NOON).round();
            Uni<Integer> other = pod("other", NOON).round();
            List<Integer> fired =
                    Uni.join().all(one, other).andCollectFailures().await().atMost(PATIENCE);
            assertThat(fired.get(0) + fired.get(1)).isEqualTo(subjects.size());
            assertThat(firedSubjects()).containsExactlyInAnyOrderElementsOf(subjects);
            assertThat(standing()).isZero();
        }
    }

    @Test
    void aTimerSurvivesItsPodAndFiresWhenItsTimeHasCome() {
        UUID subject = opened();
        set(subject, NOON);
        assertThat(round(pod("early", NOON.minusSeconds(1)))).isZero();
        // whoever comes up later finds it
        assertThat(round(pod("late", NOON.plusDays(3)))).isEqualTo(1);
        assertThat(round(pod("again", NOON.plusDays(3)))).isZero();
        assertThat(firedSubjects()).containsExactly(subject);
    }

    @Test
    void oneThatFailsIsTriedAgainWithGrowingPausesAndHoldsNobodyUp() {
        UUID failing = opened();
        UUID fine = opened();
        set(failing, NOON.minusHours(1));
        set(fine, NOON);
        Set<UUID> broken = new HashSet<>(Set.of(failing));

        assertThat(round(pod("one", NOON, broken))).isEqualTo(1);
        assertThat(firedSubjects()).as("what fails leaves no trace").containsExactly(fine);
        assertThat(due(failing)).isEqualTo(NOON.plusSeconds(2));
        assertThat(round(pod("one", NOON.plusSeconds(1), broken))).isZero();
        assertThat(round(pod("one", NOON.plusSeconds(2), broken))).isZero();
        assertThat(due(failing)).isEqualTo(NOON.plusSeconds(6));
        assertThat(TimerPath.pause(40)).isEqualTo(Duration.ofHours(1));

        broken.clear();
        assertThat(round(pod("one", NOON.plusSeconds(6), broken))).isEqualTo(1);
        assertThat(firedSubjects()).containsExactlyInAnyOrder(fine, failing);
    }

    @Test
    void oneThatIsCancelledOrSetAnewDoesNotFireAtItsOldTime() {
        UUID cancelled = opened();
        UUID moved = opened();
        set(cancelled, NOON);
        set(moved, NOON);
        Void gone = database.in(tx -> timers.cancel(tx, KIND, List.of(cancelled)));
        set(moved, NOON.plusHours(1));
        assertThat(round(pod("one", NOON))).isZero();
        assertThat(round(pod("one", NOON.plusHours(1)))).isEqualTo(1);
        assertThat(firedSubjects()).containsExactly(moved);
    }

    @Test
    void theKindsOfANewerVersionAreLeftToItsPods() {
        UUID subject = opened();
        Void set = database.in(tx -> timers.set(tx, List.of(Timer.at(NOON, "of-a-newer-version", subject, Map.of()))));
        assertThat(round(pod("old", NOON))).isZero();
        assertThat(standing()).isEqualTo(1);
    }

    @Test
    void aPodThatIsKilledWhileItFiresLeavesTheTimerToTheOthers() {
        UUID subject = opened();
        set(subject, NOON);
        Uni<Void> killed = Tx.run(database.pool(), tx -> cases.lock(tx, List.of(subject))
                .chain(() -> timers.due(NOON, List.of(KIND), 10))
                .chain(due -> timers.take(tx, due.get(0).id()))
                .chain(() -> Uni.createFrom().failure(new IllegalStateException("killed"))));
        assertThat(killed.onItemOrFailure()
                        .transform((nothing, failure) -> failure.getMessage())
                        .await()
                        .atMost(PATIENCE))
                .isEqualTo("killed");
        assertThat(round(pod("other", NOON))).isEqualTo(1);
    }

    private void set(UUID subject, OffsetDateTime at) {
        Void set = database.in(tx -> timers.set(tx, List.of(Timer.at(at, KIND, subject, Map.of("why", "test")))));
    }

    private TimerPath pod(String name, OffsetDateTime now) {
        return pod(name, now, Set.of());
    }

    private TimerPath pod(String name, OffsetDateTime now, Set<UUID> failing) {
        return new TimerPath(
                database.vertx(),
                database.pool(),
                timers,
                cases,
                List.of(new Writing(name, failing)),
                Clock.fixed(now.toInstant(), Clocks.CHINA),
                Duration.ofSeconds(1));
    }

    private static int round(TimerPath path) {
        return path.round().await().atMost(PATIENCE);
    }

    private UUID opened() {
        CaseFile file = CaseFile.open(
                Ids.at(NOON.toInstant().toEpochMilli()),
                "12345",
                HubJson.read(CONTENT, CaseContent.class),
                Set.of(),
                NOON);
        Void written = database.in(tx -> cases.write(tx, List.of(file)));
        return file.id();
    }

    private static List<UUID> firedSubjects() {
        return database.sql("SELECT subject FROM fired").stream()
                .map(row -> row.getUUID("subject"))
                .toList();
    }

    private static OffsetDateTime due(UUID subject) {
        Row row = database.sql("SELECT due_at FROM timer WHERE subject = $1", subject)
                .get(0);
        return row.getOffsetDateTime("due_at").withOffsetSameInstant(Clocks.CHINA);
    }

    private static int standing() {
        return database.sql("SELECT count(*)::int AS n FROM timer").get(0).getInteger("n");
    }
}
