package org.huiliu.platform.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        // two threads that use Mutiny for the first time at once may both set its context provider
        Uni<Integer> first = Uni.createFrom().completionStage(CompletableFuture.completedFuture(1));
        assertThat(first.await().atMost(PATIENCE)).isEqualTo(1);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        vertx.close(done -> closed.countDown());
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatArrivesWhileAWriterIsBusyIsWrittenTogether() {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> disk = new CompletableFuture<>();
        GroupCommit<Integer, Integer> commit = commit(1, 100, group -> {
            sizes.add(group.size());
            return Uni.createFrom().completionStage(disk).replaceWith(group);
        });
        List<CompletableFuture<Integer>> results = submit(commit, 50);
        disk.complete(null);
        assertThat(results.stream().map(CompletableFuture::join)).containsExactlyElementsOf(numbers(50));
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(50);
        assertThat(sizes.size()).isLessThanOrEqualTo(3);
    }

    @Test
    void onePoisonedItemAmongManyFailsAlone() {
        GroupCommit<Integer, Integer> commit = commit(
                2,
                64,
                group -> group.contains(13)
                        ? Uni.createFrom().failure(new IllegalArgumentException("poison"))
                        : Uni.createFrom().item(group));
        List<CompletableFuture<Integer>> results = submit(commit, 64);
        for (int i = 0; i < 64; i++) {
            if (i == 13) {
                assertThatThrownBy(results.get(13)::join).hasRootCauseMessage("poison");
            } else {
                assertThat(results.get(i).join()).isEqualTo(i);
            }
        }
    }

    @Test
    void aGroupThatLostARaceIsDecidedAgain() {
        AtomicInteger tries = new AtomicInteger();
        GroupCommit<Integer, Integer> commit = commit(
                1,
                64,
                group -> tries.incrementAndGet() < 3
                        ? Uni.createFrom().failure(new TryAgain("changed meanwhile"))
                        : Uni.createFrom().item(group));
        assertThat(commit.submit(7).await().atMost(PATIENCE)).isEqualTo(7);
        assertThat(tries).hasValue(3);
    }

    @Test
    void aDatabaseThatIsGoneIsNotAskedOnceMoreForEachItem() {
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<Void> outage = new CompletableFuture<>();
        GroupCommit<Integer, Integer> commit = commit(1, 64, group -> {
            asked.incrementAndGet();
            return Uni.createFrom().completionStage(outage).onItem().transformToUni(nothing -> Uni.createFrom()
                    .failure(new ConnectException("refused")));
        });
        List<CompletableFuture<Integer>> results = submit(commit, 64);
        outage.complete(null);
        results.forEach(result -> assertThatThrownBy(result::join).hasRootCauseInstanceOf(ConnectException.class));
        assertThat(asked.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void aClientThatLeavesDoesNotCancelItsWrite() {
        CompletableFuture<Void> disk = new CompletableFuture<>();
        List<Integer> written = new CopyOnWriteArrayList<>();
        GroupCommit<Integer, Integer> commit = commit(1, 1, group -> Uni.createFrom()
                .completionStage(disk)
                .invoke(() -> written.addAll(group))
                .replaceWith(group));
        commit.submit(1).subscribe().with(done -> {}).cancel();
        CompletableFuture<Integer> second = commit.submit(2).subscribeAsCompletionStage();
        disk.complete(null);
        assertThat(second.join()).isEqualTo(2);
        assertThat(written).containsExactly(1, 2);
    }

    @Test
    void itemsAboutTheSameThingAreWrittenInTheOrderInWhichTheyCame() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        List<Integer> written = new CopyOnWriteArrayList<>();
        GroupCommit<Integer, Integer> commit = new GroupCommit<>(vertx, 2, 1, 100, item -> item % 10, group -> {
            Uni<Void> disk = group.contains(1)
                    ? Uni.createFrom().completionStage(slow)
                    : Uni.createFrom().voidItem();
            return disk.invoke(() -> written.addAll(group)).replaceWith(group);
        });
        CompletableFuture<Integer> first = commit.submit(1).subscribeAsCompletionStage();
        CompletableFuture<Integer> later = commit.submit(11).subscribeAsCompletionStage();
        assertThat(commit.submit(2).await().atMost(PATIENCE)).isEqualTo(2);
        assertThat(commit.submit(3).await().atMost(PATIENCE)).isEqualTo(3);
        slow.complete(null);
        assertThat(first.join() + later.join()).isEqualTo(12);
        assertThat(written).containsExactly(2, 3, 1, 11);
    }

    @Test
    void tooMuchWaitingIsRefusedAtOnce() {
        GroupCommit<Integer, Integer> commit = new GroupCommit<>(
                vertx, 1, 1, 3, item -> item, group -> Uni.createFrom().nothing());
        List<CompletableFuture<Integer>> results = submit(commit, 10);
        assertThat(results.stream()
                        .filter(CompletableFuture::isCompletedExceptionally)
                        .count())
                .isGreaterThanOrEqualTo(6);
    }

    private static GroupCommit<Integer, Integer> commit(
            int writers, int largest, Function<List<Integer>, Uni<List<Integer>>> transaction) {
        return new GroupCommit<>(vertx, writers, largest, 10_000, item -> item, transaction);
    }

    private static List<CompletableFuture<Integer>> submit(GroupCommit<Integer, Integer> commit, int count) {
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        numbers(count).forEach(i -> results.add(commit.submit(i).subscribeAsCompletionStage()));
        return results;
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
