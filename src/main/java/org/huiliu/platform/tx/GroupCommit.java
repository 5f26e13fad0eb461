package org.huiliu.platform.tx;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Writes what arrives together in one transaction. While the writers are busy the next items gather, so there is no
 * timer and no added wait when it is quiet.
 *
 * <p>The work is detached from who submitted it: a client that hangs up cancels its own waiting, never a transaction.
 * A group that fails because of its data is split until the culprit fails alone.
 *
 * @param <I> what is written
 * @param <O> what its submitter learns after the commit
 */
public final class GroupCommit<I, O> {
    private static final int TRIES = 8;
    /** Serialization failure, deadlock, and a unique key that another transaction took first. */
    private static final Set<String> RACED = Set.of("40001", "40P01", "23505");

    private final int largestGroup;
    private final int mostWaiting;
    private final Function<List<I>, Uni<List<O>>> transaction;
    private final Queue<Waiting<I, O>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Queue<Context> idleWriters = new ConcurrentLinkedQueue<>();

    private record Waiting<I, O>(I item, CompletableFuture<O> done) {}

    /**
     * A group commit.
     *
     * @param writers transactions under way at once
     * @param largestGroup items in one transaction
     * @param mostWaiting items waiting before {@link Overloaded}
     * @param transaction writes a group and gives one result an item, in order
     */
    public GroupCommit(
            Vertx vertx, int writers, int largestGroup, int mostWaiting, Function<List<I>, Uni<List<O>>> transaction) {
        this.largestGroup = largestGroup;
        this.mostWaiting = mostWaiting;
        this.transaction = transaction;
        for (int i = 0; i < writers; i++) {
            idleWriters.add(((VertxInternal) vertx).createEventLoopContext());
        }
    }

    /** Submits an item; the result comes after its commit. Cancelling it does not cancel the write. */
    public Uni<O> submit(I item) {
        if (waiting.incrementAndGet() > mostWaiting) {
            return Uni.createFrom().failure(new Overloaded(waiting.getAndDecrement() - 1));
        }
        Waiting<I, O> entry = new Waiting<>(item, new CompletableFuture<>());
        queue.add(entry);
        wakeWriter();
        // copy(): a cancelled subscription completes its own copy, not the shared result
        Uni<O> result = Uni.createFrom().completionStage(() -> entry.done.copy());
        Context submitter = Vertx.currentContext();
        return submitter == null ? result : result.emitOn(command -> submitter.runOnContext(nothing -> command.run()));
    }

    /** How many items wait for a writer now. */
    public int waiting() {
        return waiting.get();
    }

    private void wakeWriter() {
        Context writer = idleWriters.poll();
        if (writer != null) {
            writer.runOnContext(nothing -> writeNext(writer));
        }
    }

    private void writeNext(Context writer) {
        List<Waiting<I, O>> group = new ArrayList<>();
        Waiting<I, O> next;
        while (group.size() < largestGroup && (next = queue.poll()) != null) {
            group.add(next);
        }
        if (group.isEmpty()) {
            idleWriters.add(writer);
            // an item may have come between the empty poll and the line above
            if (!queue.isEmpty()) {
                wakeWriter();
            }
            return;
        }
        waiting.addAndGet(-group.size());
        write(group, 1).subscribe().with(done -> writer.runOnContext(nothing -> writeNext(writer)), failure -> {
            group.forEach(entry -> entry.done.completeExceptionally(failure));
            writer.runOnContext(nothing -> writeNext(writer));
        });
    }

    private Uni<Void> write(List<Waiting<I, O>> group, int attempt) {
        return Uni.createFrom()
                .deferred(() ->
                        transaction.apply(group.stream().map(Waiting::item).toList()))
                .onItem()
                .invoke(results -> complete(group, results))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> recover(group, attempt, failure));
    }

    private Uni<Void> recover(List<Waiting<I, O>> group, int attempt, Throwable failure) {
        if (raced(failure) && attempt < TRIES) {
            return write(group, attempt + 1);
        }
        if (unavailable(failure) || group.size() == 1) {
            group.forEach(entry -> entry.done.completeExceptionally(failure));
            return Uni.createFrom().voidItem();
        }
        int half = group.size() / 2;
        return write(group.subList(0, half), 1).chain(() -> write(group.subList(half, group.size()), 1));
    }

    private static <I, O> void complete(List<Waiting<I, O>> group, List<O> results) {
        for (int i = 0; i < group.size(); i++) {
            group.get(i).done.complete(results.get(i));
        }
    }

    private static boolean raced(Throwable failure) {
        return failure instanceof TryAgain
                || (failure instanceof PgException refused && RACED.contains(refused.getSqlState()));
    }

    /** Whether the database was not there, rather than unhappy with the data: splitting the group would not help. */
    private static boolean unavailable(Throwable failure) {
        return DatabaseGone.is(failure);
    }
}
