package org.huiliu.dedup.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huiliu.dedup.redis.IndexParts.MONTH;
import static org.huiliu.dedup.redis.IndexParts.await;
import static org.huiliu.dedup.redis.IndexParts.caller;
import static org.huiliu.dedup.redis.IndexParts.cell;
import static org.huiliu.dedup.redis.IndexParts.commit;
import static org.huiliu.dedup.redis.IndexParts.committed;
import static org.huiliu.dedup.redis.IndexParts.entry;
import static org.huiliu.dedup.redis.IndexParts.further;
import static org.huiliu.dedup.redis.IndexParts.joined;
import static org.huiliu.dedup.redis.IndexParts.place;
import static org.huiliu.dedup.redis.IndexParts.text;
import static org.huiliu.dedup.redis.IndexParts.withdrawn;

import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.huiliu.Eventually;
import org.huiliu.boot.embedded.EmbeddedRedis;
import org.huiliu.dedup.BlockKey;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.dedup.RepeatIndex.Candidate;
import org.huiliu.dedup.RepeatIndex.Entry;
import org.huiliu.dedup.RepeatIndex.Lookup;
import org.huiliu.dedup.RepeatIndex.Settlement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisRepeatIndexTest {
    @TempDir
    static Path folder;

    private static IndexParts parts;

    private RedisRepeatIndex index;

    @BeforeAll
    static void start() {
        parts = new IndexParts(folder);
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @BeforeEach
    void empty() {
        parts.tell(Command.FLUSHALL);
        parts.ahead = Duration.ZERO;
        index = parts.completeIndex();
    }

    @Test
    void aCommittedCaseIsFoundByEachKindOfKeyAndTellsByWhich() {
        Entry first = entry(caller(1), place(2), place(3), cell(4), text(5));
        commit(index, first);

        Entry again = entry(caller(1), place(9), cell(9), text(9));
        Entry same = entry(caller(8), place(3), cell(4), text(5));
        Lookup found = await(index.look(List.of(again, same)));

        assertThat(found.complete()).isTrue();
        Candidate byCaller = only(found, again);
        assertThat(byCaller.caseId()).isEqualTo(first.caseId());
        assertThat(byCaller.provisional()).isFalse();
        assertThat(byCaller.sketch()).isEqualTo(first.sketch());
        assertThat(byCaller.hits()).containsExactly(BlockKey.Kind.CALLER);
        assertThat(only(found, same).hits())
                .containsExactlyInAnyOrder(BlockKey.Kind.PLACE, BlockKey.Kind.CELL, BlockKey.Kind.TEXT);
    }

    @Test
    void equalHashesOfTwoKindsAreTwoKeys() {
        commit(index, entry(caller(1)));
        assertThat(found(entry(place(1)))).isEmpty();
    }

    @Test
    void aGroupSeesItsEarlierEntriesAndNeverItsLaterOnes() {
        Entry first = entry(text(1));
        Entry second = entry(text(1));
        Entry third = entry(text(1));
        Lookup found = await(index.register(List.of(first, second, third)));

        assertThat(ids(found, first)).isEmpty();
        assertThat(ids(found, second)).containsExactly(first.caseId());
        assertThat(ids(found, third)).containsExactly(first.caseId(), second.caseId());
        assertThat(only(found, second).provisional()).isTrue();
        assertThat(only(found, second).sketch()).isEqualTo(first.sketch());
    }

    @Test
    void anEntryLooksUnderItsLookupsAndIsFoundUnderItsKeys() {
        Entry neighbour = entry(cell(2));
        commit(index, neighbour);
        Entry looks = withLookups(entry(cell(1)), cell(1), cell(2));
        commit(index, looks);

        assertThat(found(looks)).containsExactly(neighbour.caseId());
        assertThat(found(entry(cell(1)))).containsExactly(looks.caseId());
        assertThat(found(entry(cell(2)))).containsExactly(neighbour.caseId());
        assertThat(found(withLookups(entry(cell(1))))).isEmpty();
    }

    @Test
    void theSketchOfAProvisionalCaseIsItsOwnWhateverItLooksUnder() {
        Entry looks = withLookups(entry(cell(1)), cell(1), cell(2), place(3));
        Lookup registered = await(index.register(List.of(looks)));
        assertThat(ids(registered, looks)).isEmpty();
        Entry other = entry(cell(1));
        assertThat(only(await(index.look(List.of(other))), other).sketch()).isEqualTo(looks.sketch());
        await(index.settle(committed(looks)));
        assertThat(only(await(index.look(List.of(other))), other).sketch()).isEqualTo(looks.sketch());
    }

    @Test
    void registeringTheSameCaseAgainChangesNothingAndKeepsItsPlace() {
        Entry first = entry(text(1));
        Entry second = entry(text(1));
        Lookup once = await(index.register(List.of(first)));
        assertThat(ids(once, first)).isEmpty();
        assertThat(ids(await(index.register(List.of(second))), second)).containsExactly(first.caseId());

        assertThat(ids(await(index.register(List.of(first))), first)).isEmpty();
        assertThat(ids(await(index.register(List.of(second))), second)).containsExactly(first.caseId());
        await(index.settle(committed(first)));
        assertThat(ids(await(index.register(List.of(first))), first)).isEmpty();
        Entry third = entry(text(1));
        assertThat(ids(await(index.look(List.of(third))), third)).containsExactly(first.caseId(), second.caseId());
        assertThat(await(index.look(List.of(third))).candidates().get(third.caseId()))
                .extracting(Candidate::provisional)
                .containsExactly(false, true);
    }

    @Test
    void settlingTwiceIsSettlingOnce() {
        Entry one = entry(text(1), place(2));
        commit(index, one);
        await(index.settle(committed(one)));
        assertThat(found(entry(text(1), place(2)))).containsExactly(one.caseId());
        assertThat(lost()).isZero();
    }

    @Test
    void whatIsWithdrawnFindsNothingAndLeavesNothing() {
        Lookup none = await(index.register(List.of(entry(text(7)))));
        assertThat(none.complete()).isTrue();
        List<String> before = parts.allKeys();
        Entry one = entry(text(1), place(2));
        Lookup found = await(index.register(List.of(one)));
        assertThat(found.candidates()).containsKey(one.caseId());
        await(index.settle(withdrawn(one)));

        assertThat(found(entry(text(1), place(2)))).isEmpty();
        assertThat(parts.allKeys()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void anEntryThatNobodySettlesGoesByItself() {
        RedisRepeatIndex hasty = parts.index(Duration.ofSeconds(2), Duration.ofMillis(150));
        Entry one = entry(text(1));
        Lookup registered = await(hasty.register(List.of(one)));
        assertThat(ids(registered, one)).isEmpty();
        assertThat(found(entry(text(1)))).containsExactly(one.caseId());
        Eventually.holds("it is gone", () -> found(entry(text(1))).isEmpty());

        await(index.settle(committed(one)));
        assertThat(lost()).isEqualTo(1);
        assertThat(await(index.missing(List.of(one.caseId())))).containsExactly(one.caseId());
    }

    @Test
    void expiredOnesDoNotHideTheLivingFromAGroup() {
        RedisRepeatIndex hasty = parts.index(Duration.ofSeconds(2), Duration.ofMillis(100));
        List<Entry> dead = entries(100, text(1));
        Lookup registered = await(hasty.register(dead));
        assertThat(registered.complete()).isTrue();
        Entry alive = entry(text(1));
        assertThat(await(index.register(List.of(alive))).complete()).isTrue();
        Eventually.holds("the dead are gone", () -> {
            Entry next = entry(text(1));
            Lookup found = await(index.register(List.of(next)));
            await(index.settle(withdrawn(next)));
            return ids(found, next).contains(alive.caseId());
        });
    }

    @Test
    void aCaseIsKeptAsLongAsItsEntrySays() {
        Entry brief = entry(UUID.randomUUID(), Duration.ofHours(2), text(1), place(2));
        Entry lasting = entry(UUID.randomUUID(), MONTH, text(1), place(2));
        commit(index, brief);
        commit(index, lasting);
        assertThat(found(entry(text(1)))).hasSize(2);
        parts.ahead = Duration.ofHours(3);
        assertThat(found(entry(text(1)))).containsExactly(lasting.caseId());
        assertThat(await(index.missing(List.of(brief.caseId(), lasting.caseId()))))
                .containsExactly(brief.caseId());
        parts.ahead = MONTH.plusHours(1);
        assertThat(found(entry(text(1)))).isEmpty();
    }

    @Test
    void furtherCallersLeadToTheCase() {
        Entry one = entry(caller(1), text(1));
        commit(index, one);
        await(index.settle(further(one.caseId(), caller(2), caller(3))));
        await(index.settle(further(one.caseId(), caller(2))));
        Entry again = entry(caller(2));
        Lookup found = await(index.look(List.of(again)));
        assertThat(only(found, again).hits()).containsExactly(BlockKey.Kind.CALLER);
        assertThat(found(entry(caller(3)))).containsExactly(one.caseId());
    }

    @Test
    void hundredsOfCallersOfOneCaseAreOneCandidate() {
        Entry one = entry(text(1));
        commit(index, one);
        for (int i = 0; i < 500; i++) {
            await(index.settle(further(one.caseId(), caller(i), text(1))));
        }
        assertThat(found(entry(caller(77), text(1)))).containsExactly(one.caseId());
        assertThat(found(entry(caller(499)))).containsExactly(one.caseId());
    }

    // ------------------------------------------------------------ many

    @Test
    void theMostPromisingComesFirstAndNoMoreThan32() {
        for (int i = 0; i < 100; i++) {
            commit(index, entry(cell(1), place(1000 + i)));
        }
        Entry sameText = entry(text(5), text(6), place(7));
        Entry sameCaller = entry(caller(8), text(5));
        commit(index, sameText);
        commit(index, sameCaller);
        commit(index, entry(cell(1), place(2)));
        List<UUID> found = found(entry(caller(8), text(5), text(6), place(7), cell(1)));
        assertThat(found).hasSizeBetween(8, 32);
        assertThat(found.subList(0, 2)).containsExactlyInAnyOrder(sameText.caseId(), sameCaller.caseId());
    }

    @Test
    void ofEqualsTheNewestComesFirst() {
        List<UUID> order = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            Entry one = entry(cell(1));
            order.add(0, one.caseId());
            commit(
                    index,
                    new Entry(
                            one.caseId(),
                            one.sketch(),
                            one.keys(),
                            one.lookups(),
                            one.at().plusMinutes(i),
                            MONTH));
        }
        assertThat(found(entry(cell(1)))).containsExactlyElementsOf(order.subList(0, 12));
    }

    @Test
    void aHotKeyStaysSmallAndKeepsItsNewest() {
        List<Entry> many = entries(3000, cell(1));
        await(index.restore(many));
        assertThat(found(entry(cell(1)))).hasSize(12).contains(many.get(2999).caseId());
        String own = parts.allKeys().stream()
                .filter(key -> key.contains(":o:"))
                .findFirst()
                .orElseThrow();
        assertThat(parts.ask(Command.STRLEN, own).toInteger()).isLessThanOrEqualTo(1024 * 8);
        // a case that is found by something else as well is still there
        assertThat(await(index.missing(many.stream().map(Entry::caseId).toList())))
                .isEmpty();
    }

    @Test
    void aBurstOfOneMatterLeadsToItsFirst() {
        List<Entry> burst = entries(500, text(1), place(2), cell(3));
        Lookup found = await(index.register(burst));
        for (Entry one : burst.subList(1, 500)) {
            assertThat(ids(found, one))
                    .hasSizeLessThanOrEqualTo(32)
                    .startsWith(burst.get(0).caseId());
        }
    }

    // ------------------------------------------------------------ settled

    @Test
    void whoWaitsLearnsWhereProvisionalCasesLed() {
        Entry master = entry(text(1));
        Entry other = entry(text(1));
        Entry failed = entry(text(1));
        Lookup registered = await(index.register(List.of(master, other, failed)));
        assertThat(registered.complete()).isTrue();
        var waiting = index.settled(List.of(master.caseId(), other.caseId(), failed.caseId()))
                .subscribeAsCompletionStage();
        RedisRepeatIndex pod = parts.index();
        await(pod.settle(new Settlement(
                Set.of(master.caseId()), Map.of(other.caseId(), master.caseId()), Set.of(failed.caseId()), Map.of())));
        assertThat(waiting.join())
                .containsOnly(Map.entry(master.caseId(), master.caseId()), Map.entry(other.caseId(), master.caseId()));
        assertThat(found(entry(text(1)))).containsExactly(master.caseId());
    }

    @Test
    void waitingEndsWhenItsTimeIsOver() {
        Entry slow = entry(text(1));
        Lookup registered = await(index.register(List.of(slow)));
        assertThat(registered.complete()).isTrue();
        long begun = System.nanoTime();
        assertThat(await(index.settled(List.of(slow.caseId())))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(400), Duration.ofSeconds(2));
    }

    @Test
    void aCaseThatIsMergedLaterIsTakenOut() {
        Entry one = entry(text(1));
        Entry master = entry(text(2));
        commit(index, one);
        commit(index, master);
        await(index.settle(joined(one, master.caseId())));
        assertThat(found(entry(text(1)))).isEmpty();
        await(index.restore(List.of(one)));
        assertThat(found(entry(text(1)))).containsExactly(one.caseId());
    }

    @RepeatedTest(20)
    void ofTwoHalvesOfAPairExactlyOneSeesTheOther() throws Exception {
        int pods = 6;
        int size = 20;
        ExecutorService threads = Executors.newFixedThreadPool(pods);
        CyclicBarrier start = new CyclicBarrier(pods);
        List<Future<Lookup>> lookups = new ArrayList<>();
        List<List<Entry>> groups = new ArrayList<>();
        for (int pod = 0; pod < pods; pod++) {
            RedisRepeatIndex own = parts.index();
            List<Entry> group = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                group.add(entry(text(i), place(100 + i)));
            }
            groups.add(group);
            lookups.add(threads.submit(() -> {
                start.await();
                return await(own.register(group));
            }));
        }
        Map<UUID, Set<UUID>> sees = new HashMap<>();
        for (Future<Lookup> one : lookups) {
            one.get()
                    .candidates()
                    .forEach((id, some) -> sees.put(
                            id,
                            new HashSet<>(some.stream().map(Candidate::caseId).toList())));
        }
        threads.shutdown();
        for (int i = 0; i < size; i++) {
            for (int a = 0; a < pods; a++) {
                for (int b = a + 1; b < pods; b++) {
                    UUID one = groups.get(a).get(i).caseId();
                    UUID other = groups.get(b).get(i).caseId();
                    assertThat(sees(sees, one, other) ^ sees(sees, other, one)).isTrue();
                }
            }
        }
    }

    // ------------------------------------------------------------ complete

    @Test
    void aFlushIsNoticedAtOnceAndMendedByRestoring() {
        List<Entry> entries = entries(450, cell(1));
        await(index.restore(entries));
        assertThat(await(index.look(entries.subList(0, 1))).complete()).isTrue();
        parts.tell(Command.FLUSHALL);
        assertThat(await(index.look(entries.subList(0, 1))).complete()).isFalse();
        Entry next = entry(cell(1));
        assertThat(await(index.register(List.of(next))).complete()).isFalse();
        assertThat(await(index.missing(entries.stream().map(Entry::caseId).toList())))
                .hasSize(450);

        await(index.restore(entries));
        assertThat(await(index.look(entries.subList(0, 1))).complete()).isFalse();
        await(index.declareComplete());
        assertThat(await(index.look(entries.subList(0, 1))).complete()).isTrue();
        assertThat(await(index.missing(entries.stream().map(Entry::caseId).toList())))
                .isEmpty();
    }

    @Test
    void anIndexThatIsFlushedWhileItIsFilledIsNotComplete() {
        parts.tell(Command.FLUSHALL);
        RepeatIndex.Filling flushed = index.fill(6);
        assertThat(await(flushed.enter(entries(3, cell(1))))).isTrue();
        parts.tell(Command.FLUSHALL);
        assertThat(await(flushed.enter(entries(3, cell(1))))).isFalse();
        assertThat(await(flushed.finish())).isFalse();
        assertThat(await(index.look(entries(1, cell(1)))).complete()).isFalse();

        RepeatIndex.Filling filling = index.fill(3);
        assertThat(await(filling.enter(entries(3, cell(1))))).isTrue();
        parts.tell(Command.FLUSHALL);
        assertThat(await(filling.finish())).isFalse();
        assertThat(await(index.look(entries(1, cell(1)))).complete()).isFalse();
    }

    @Test
    void everyPodSeesHowFarAFillingIs() {
        parts.tell(Command.FLUSHALL);
        assertThat(await(index.standing()).state()).isEqualTo(RepeatIndex.State.INCOMPLETE);
        RepeatIndex.Filling filling = index.fill(5);
        assertThat(await(filling.enter(entries(3, cell(1))))).isTrue();
        RepeatIndex.Standing half = await(parts.index().standing());
        assertThat(half.state()).isEqualTo(RepeatIndex.State.INCOMPLETE);
        assertThat(half.entered()).isEqualTo(3);
        assertThat(half.expected()).isEqualTo(5);
        assertThat(half.begunAt()).isNotNull();
        assertThat(await(filling.finish())).isTrue();
        RepeatIndex.Standing done = await(parts.index().standing());
        assertThat(done.state()).isEqualTo(RepeatIndex.State.COMPLETE);
        assertThat(done.entered()).isEqualTo(done.expected()).isEqualTo(3);
        assertThat(done.completeAt()).isNotNull();
    }

    @Test
    void restoringTwiceChangesNothing() {
        List<Entry> entries = entries(60, cell(1), place(2));
        await(index.restore(entries));
        List<String> keys = parts.allKeys();
        await(index.restore(entries));
        assertThat(parts.allKeys()).containsExactlyInAnyOrderElementsOf(keys);
        String own =
                keys.stream().filter(key -> key.contains(":o:")).findFirst().orElseThrow();
        assertThat(parts.ask(Command.STRLEN, own).toInteger()).isEqualTo(60 * 8);
    }

    @Test
    void aListOfRecordsThatWasEvictedCostsItsCasesAndNothingElse() {
        Entry lost = entry(text(1));
        commit(index, lost);
        String list = parts.allKeys().stream()
                .filter(key -> key.contains(":r:"))
                .findFirst()
                .orElseThrow();
        parts.tell(Command.DEL, list);
        Entry next = entry(text(1));
        commit(index, next);
        Entry third = entry(text(1));
        commit(index, third);
        assertThat(found(entry(text(1)))).containsExactlyInAnyOrder(next.caseId(), third.caseId());
        assertThat(await(index.missing(List.of(lost.caseId(), next.caseId(), third.caseId()))))
                .containsExactly(lost.caseId());
    }

    @Test
    void theHeadAloneIsLostAndNoNumberIsGivenTwice() {
        List<Entry> before = entries(40, cell(1));
        await(index.restore(before));
        parts.tell(Command.DEL, "{testcity}:repeats");
        parts.ahead = Duration.ofSeconds(5);
        List<Entry> after = entries(40, cell(1));
        await(index.restore(after));
        assertThat(await(index.missing(before.stream().map(Entry::caseId).toList())))
                .isEmpty();
        assertThat(await(index.missing(after.stream().map(Entry::caseId).toList())))
                .isEmpty();
        assertThat(await(index.look(before.subList(0, 1))).complete()).isFalse();
    }

    // ------------------------------------------------------------ what is kept

    @Test
    void everyKeyExpiresAndHoldsNoMoreThanHashes() {
        for (int i = 0; i < 40; i++) {
            commit(index, entry(caller(i), text(i), place(i % 3), cell(1)));
        }
        Entry open = entry(caller(1), text(2), cell(1));
        Lookup registered = await(index.register(List.of(open)));
        assertThat(registered.complete()).isTrue();
        Entry gone = entry(caller(1));
        assertThat(await(index.register(List.of(gone))).complete()).isTrue();
        await(index.settle(joined(gone, open.caseId())));

        List<String> keys = parts.allKeys();
        assertThat(keys.stream().map(key -> key.split(":", -1)).map(key -> key.length > 2 ? key[2] : "head"))
                .contains("head", "b", "o", "r", "q", "p");
        assertThat(keys).allSatisfy(key -> {
            assertThat(key).matches("\\{testcity}:repeats(:[boqp]:[0-9a-f]+|:r:[0-4]:[0-9]+)?");
            assertThat(parts.ask(Command.PTTL, key).toLong()).as(key).isPositive();
        });
    }

    @Test
    void bucketsAndListsStayPacked() {
        for (int from = 0; from < 20_000; from += 1000) {
            List<Entry> some = new ArrayList<>();
            for (int i = from; i < from + 1000; i++) {
                some.add(entry(caller(i), text(i), text(-i), place(i % 50), cell(i % 400)));
            }
            await(index.restore(some));
        }
        for (String key : parts.allKeys()) {
            String encoding = parts.ask(Command.OBJECT, "ENCODING", key).toString();
            assertThat(encoding).as(key).isIn("ziplist", "listpack", "quicklist", "raw", "embstr");
        }
    }

    // ------------------------------------------------------------ without Redis

    @Test
    void withoutRedisNothingFailsAndNothingIsComplete(@TempDir Path own) {
        try (IndexParts lonely = new IndexParts(own)) {
            RedisRepeatIndex alone = lonely.completeIndex();
            Entry one = entry(text(1));
            commit(alone, one);
            lonely.server.close();
            assertThat(await(alone.register(List.of(one)))).isEqualTo(new Lookup(false, Map.of()));
            assertThat(await(alone.look(List.of(one)))).isEqualTo(new Lookup(false, Map.of()));
            assertThat(await(alone.settled(List.of(one.caseId())))).isEmpty();
            assertThat(await(alone.missing(List.of(one.caseId())))).isEmpty();
            await(alone.settle(committed(one)));
            await(alone.restore(List.of(one)));
            await(alone.declareComplete());
            assertThat(await(alone.standing()).state()).isEqualTo(RepeatIndex.State.UNREACHABLE);
            assertThat(lonely.meters.counter("huiliu.dedup.redis.unavailable").count())
                    .isPositive();
        }
    }

    @Test
    void nobodyWaitsForWhatJoinedACaseWhileRedisWasAway(@TempDir Path own) {
        try (IndexParts broken = new IndexParts(own)) {
            RedisRepeatIndex pod = broken.completeIndex();
            Entry master = entry(text(1));
            Entry repeat = entry(text(1));
            commit(pod, master);
            assertThat(await(pod.register(List.of(repeat))).complete()).isTrue();
            broken.server.close();
            await(pod.settle(joined(repeat, master.caseId())));
            try (EmbeddedRedis back = EmbeddedRedis.start(own, broken.server.port())) {
                assertThat(back.port()).isEqualTo(broken.server.port());
                Eventually.holds("Redis answers", () -> await(pod.standing()).state() == RepeatIndex.State.COMPLETE);
                assertThat(await(broken.index().settled(List.of(repeat.caseId()))))
                        .containsOnly(Map.entry(repeat.caseId(), master.caseId()));
            }
        }
    }

    @Test
    void aRedisThatHangsCostsItsPatienceAndThenNothing(@TempDir Path own) throws Exception {
        try (IndexParts stuck = new IndexParts(own)) {
            RedisRepeatIndex impatient = stuck.index(Duration.ofMillis(100));
            Entry one = entry(text(1));
            assertThat(await(impatient.register(List.of(one))).complete()).isFalse();
            await(impatient.declareComplete());
            assertThat(await(impatient.look(List.of(one))).complete()).isTrue();
            signal("STOP", stuck.server.pid());
            try {
                long begun = System.nanoTime();
                for (int i = 0; i < 20; i++) {
                    assertThat(await(impatient.register(List.of(one))).complete())
                            .isFalse();
                }
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(600));
            } finally {
                signal("CONT", stuck.server.pid());
            }
            Eventually.holds("it is asked again", () -> await(impatient.look(List.of(one)))
                    .complete());
        }
    }

    @Test
    void aClusterNodeThatHasOnlyTheCitysSlotIsEnough(@TempDir Path own) {
        try (IndexParts cluster =
                new IndexParts(own, "--cluster-enabled", "yes", "--cluster-require-full-coverage", "no")) {
            String slot = cluster.ask(Command.CLUSTER, "KEYSLOT", "{testcity}:repeats")
                    .toString();
            cluster.tell(Command.CLUSTER, "ADDSLOTS", slot);
            Eventually.holds(
                    "the cluster is up",
                    () -> cluster.ask(Command.CLUSTER, "INFO").toString().contains("cluster_state:ok"));
            RedisRepeatIndex index = cluster.completeIndex();
            List<Entry> burst = entries(20, caller(1), text(2), place(3), cell(4));
            assertThat(await(index.register(burst)).complete()).isTrue();
            await(index.settle(committed(burst.toArray(Entry[]::new))));
            await(index.settle(further(burst.get(0).caseId(), caller(9))));
            await(index.restore(entries(300, text(2))));
            Entry next = entry(caller(9), text(2));
            Lookup found = await(index.look(List.of(next)));
            assertThat(ids(found, next)).hasSize(13).contains(burst.get(0).caseId());
            assertThat(cluster.meters.counter("huiliu.dedup.index.lost").count())
                    .isZero();
        }
    }

    // ------------------------------------------------------------ help

    private static void signal(String name, long pid) throws Exception {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private static boolean sees(Map<UUID, Set<UUID>> all, UUID one, UUID other) {
        return all.getOrDefault(one, Set.of()).contains(other);
    }

    private double lost() {
        return parts.meters.counter("huiliu.dedup.index.lost").count() - lostBefore;
    }

    private double lostBefore;

    @BeforeEach
    void countFromHere() {
        lostBefore = parts.meters.counter("huiliu.dedup.index.lost").count();
    }

    private List<UUID> found(Entry asked) {
        return ids(await(index.look(List.of(asked))), asked);
    }

    private static List<UUID> ids(Lookup found, Entry asked) {
        return found.candidates().getOrDefault(asked.caseId(), List.of()).stream()
                .map(Candidate::caseId)
                .toList();
    }

    private static Candidate only(Lookup found, Entry asked) {
        List<Candidate> candidates = found.candidates().getOrDefault(asked.caseId(), List.of());
        assertThat(candidates).hasSize(1);
        return candidates.get(0);
    }

    private static Entry withLookups(Entry entry, BlockKey... lookups) {
        return new Entry(entry.caseId(), entry.sketch(), entry.keys(), List.of(lookups), entry.at(), entry.keep());
    }

    private static List<Entry> entries(int count, BlockKey... keys) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(entry(keys));
        }
        return entries;
    }
}
