package org.huiliu.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.huiliu.Eventually;
import org.huiliu.TestDatabase;
import org.huiliu.cases.CaseCaller;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.pg.Ledgers;
import org.huiliu.dedup.BlockKey;
import org.huiliu.dedup.Matter;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.dedup.RepeatIndex.Candidate;
import org.huiliu.dedup.RepeatIndex.Entry;
import org.huiliu.dedup.RepeatIndex.State;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.dedup.redis.IndexParts;
import org.huiliu.model.CaseContent;
import org.huiliu.platform.crypto.BlindIndex;
import org.huiliu.platform.crypto.TestSealer;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexKeepingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final RepeatPolicies SHIPPED = RepeatPolicies.shipped();

    @TempDir
    Path folder;

    private final TestDatabase database = TestDatabase.create();
    private final CaseLedger ledger = Ledgers.onPostgres();
    private final BlindIndex blind = TestSealer.blindIndex();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private IndexParts redis;
    private RepeatIndex index;
    private IndexKeeping keeping;

    @BeforeEach
    void start() {
        redis = new IndexParts(folder);
        index = redis.forOthers();
        keeping = keeping(index);
    }

    @AfterEach
    void stop() {
        redis.close();
        database.close();
    }

    private IndexKeeping keeping(RepeatIndex of) {
        return new IndexKeeping(
                database.vertx(),
                database.pool(),
                Clock.system(Clocks.CHINA),
                Ledgers.scan(),
                () -> Uni.createFrom().item(SHIPPED),
                of,
                blind,
                meters,
                Duration.ofHours(1),
                Duration.ZERO);
    }

    @Test
    void anIndexThatHasNeverBeenFilledIsFilledFromTheCases() {
        List<UUID> cases = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            cases.add(open(Duration.ofHours(1), i, "1380000%04d".formatted(i)));
        }
        UUID old = open(Duration.ofDays(900), 7, "13800009999");
        UUID merged = open(Duration.ofHours(1), 8, "13800009998");
        var unused = database.sql("UPDATE cases SET state = 'MERGED' WHERE id = $1", merged);

        await(keeping.tend(false));

        assertThat(await(index.standing()).state()).isEqualTo(State.COMPLETE);
        assertThat(await(index.standing()).entered()).isEqualTo(450);
        assertThat(await(index.missing(cases))).isEmpty();
        assertThat(await(index.missing(List.of(old, merged)))).containsExactlyInAnyOrder(old, merged);
        assertThat(found(matter(123, "13800000123")).get(0).caseId()).isEqualTo(cases.get(123));
    }

    @Test
    void aFlushedIndexIsFilledAgainWithAllCallersOfACase() {
        UUID hot = open(Duration.ofHours(1), 1, "13800000001");
        for (int i = 2; i < 202; i++) {
            var unused = database.sql(
                    "INSERT INTO caller (case_id, phone_hash) VALUES ($1, $2)",
                    hot,
                    Buffer.buffer(blind.of("1380000%04d".formatted(i))));
        }
        await(keeping.tend(false));
        redis.tell(Command.FLUSHALL);
        assertThat(await(index.standing()).state()).isEqualTo(State.INCOMPLETE);

        await(keeping.tend(false));

        assertThat(await(index.standing()).state()).isEqualTo(State.COMPLETE);
        for (int caller : new int[] {1, 2, 100, 201}) {
            List<Candidate> again = found(matter(999, "1380000%04d".formatted(caller)));
            assertThat(again).isNotEmpty();
            assertThat(again.get(0).caseId()).isEqualTo(hot);
            assertThat(again.get(0).hits()).contains(BlockKey.Kind.CALLER);
        }
    }

    @Test
    void whatTheIndexLacksIsFoundCountedAndEntered() {
        await(keeping.tend(false));
        UUID lately = open(Duration.ofMinutes(2), 1, "13800000001");
        UUID earlier = open(Duration.ofDays(1), 2, "13800000002");
        UUID underWay = open(Duration.ZERO, 3, "13800000003");

        await(keeping.tend(false));

        assertThat(await(index.missing(List.of(lately, earlier, underWay)))).containsExactly(underWay);
        assertThat(meters.counter("huiliu.dedup.index.missing").count()).isEqualTo(2);
        assertThat(found(matter(1, "13800000001")).get(0).caseId()).isEqualTo(lately);
    }

    @Test
    void onePodAtATimeFills() {
        var other = Tx.alone(database.pool(), "huiliu.repeat-index", tx -> Uni.createFrom()
                        .emitter(never -> {}))
                .subscribeAsCompletionStage();
        try {
            Eventually.holds(
                    "the lock is taken",
                    () -> database.sql(
                                            "SELECT count(*) AS locks FROM pg_locks WHERE locktype = 'advisory'"
                                                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                                    .get(0)
                                    .getLong("locks")
                            == 1);
            await(keeping.tend(false));
            assertThat(await(index.standing()).state()).isEqualTo(State.INCOMPLETE);
        } finally {
            boolean cancelled = other.cancel(true);
        }
    }

    @Test
    void anOperatorMayHaveItFilledAgain() {
        await(keeping.tend(false));
        UUID lacking = open(Duration.ofMinutes(2), 1, "13800000001");
        await(keeping.tend(true));
        assertThat(await(index.missing(List.of(lacking)))).isEmpty();
        assertThat(meters.counter("huiliu.dedup.index.missing").count()).isZero();
    }

    @Test
    void aCallersKeyIsTheSameFromTheNumberAndFromItsHash() {
        Matter matter = Matter.of("12345", content(1, "13800000001"), OffsetDateTime.now(Clocks.CHINA), blind::of);
        assertThat(matter.keys()).contains(BlockKey.ofCaller(blind.of("13800000001")));
    }

    // ------------------------------------------------------------ help

    private UUID open(Duration ago, int number, String phone) {
        Instant at = Instant.now().minus(ago);
        UUID id = Ids.at(at.toEpochMilli());
        CaseFile file = CaseFile.open(
                id, "12345", content(number, phone), Set.of(), OffsetDateTime.ofInstant(at, Clocks.CHINA));
        file.hear(new CaseCaller(id, HexFormat.of().formatHex(blind.of(phone))));
        Void written = database.in(tx -> ledger.write(tx, List.of(file)));
        return id;
    }

    private static CaseContent content(int number, String phone) {
        return HubJson.read("""
                {"domain": "GOV_SERVICE", "appealType": "HELP",
                 "category": {"system": "12345", "version": "1", "code": "0102", "path": []}, "urgency": "NORMAL",
                 "priority": "P3", "title": "第%d号井盖破损", "description": "泰山路%d号门口第%d号井盖破损,存在安全隐患",
                 "place": {"division": "320302", "address": "泰山路%d号"},
                 "parties": [{"role": "CALLER", "phone": "%s"}]}
                """.formatted(number, number, number, number, phone), CaseContent.class);
    }

    private Entry matter(int number, String phone) {
        Matter matter = Matter.of("12345", content(number, phone), OffsetDateTime.now(Clocks.CHINA), blind::of);
        return Entry.of(Ids.at(System.currentTimeMillis()), matter, SHIPPED);
    }

    private List<Candidate> found(Entry asked) {
        return await(index.look(List.of(asked))).candidates().getOrDefault(asked.caseId(), List.of());
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}
