package org.huiliu.platform.tx;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Writes what arrives together in one transaction. While the writers are busy the next items gather, so there is no
 * timer and no added wait when it is quiet.
 *
 * <p>The work is detached from who submitted it: a client that hangs up cancels its own waiting, never a transaction.
 * A group that fails because of its data is split until the culprit fails alone. Items about the same thing are never
 * under way in two transactions, so that they are written in the order in which they came.
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
    private final Function<I, ?> subject;
    /** Guards the three below. */
    private final Object desk = new Object();

    private final List<Waiting<I, O>> queue = new LinkedList<>();
    private final Set<Object> underWay = new HashSet<>();
    private final Deque<Context> idleWriters = new ArrayDeque<>();

    private record Waiting<I, O>(I item, Object subject, CompletableFuture<O> done) {}

    /**
     * A group commit.
     *
     * @param writers transactions under way at once
     * @param largestGroup items in one transaction
     * @param mostWaiting items waiting before {@link Overloaded}
     * @param subject what an item is about: items with the same one are written in the order in which they came
     * @param transaction writes a group and gives one result an item, in order
     */
    public GroupCommit(
            Vertx vertx,
            int writers,
            int largestGroup,
            int mostWaiting,
            Function<I, ?> subject,
            Function<List<I>, Uni<List<O>>> transaction) {
        this.largestGroup = largestGroup;
        this.mostWaiting = mostWaiting;
        this.subject = subject;
        this.transaction = transaction;
        for (int i = 0; i < writers; i++) {
            idleWriters.add(((VertxInternal) vertx).createEventLoopContext());
        }
    }

    /** Submits an item; the result comes after its commit. Cancelling it does not cancel the write. */
    public Uni<O> submit(I item) {
        Waiting<I, O> entry = new Waiting<>(item, subject.apply(item), new CompletableFuture<>());
        Context writer;
        synchronized (desk) {
            if (queue.size() >= mostWaiting) {
                return Uni.createFrom().failure(new Overloaded(queue.size()));
            }
            queue.add(entry);
            writer = idleWriters.poll();
        }
        if (writer != null) {
            writer.runOnContext(nothing -> writeNext(writer));
        }
        // copy(): a cancelled subscription completes its own copy, not the shared result
        Uni<O> result = Uni.createFrom().completionStage(() -> entry.done.copy());
        Context submitter = Vertx.currentContext();
        return submitter == null ? result : result.emitOn(command -> submitter.runOnContext(nothing -> command.run()));
    }

    /** How many items wait for a writer now. */
    public int waiting() {
        synchronized (desk) {
            return queue.size();
        }
    }

    private void writeNext(Context writer) {
        List<Waiting<I, O>> group = take(writer);
        if (group.isEmpty()) {
            return;
        }
        write(group, 1).subscribe().with(done -> goOn(writer, group), failure -> {
            group.forEach(entry -> entry.done.completeExceptionally(failure));
            goOn(writer, group);
        });
    }

    private void goOn(Context writer, List<Waiting<I, O>> written) {
        synchronized (desk) {
            written.forEach(entry -> underWay.remove(entry.subject));
        }
        writer.runOnContext(nothing -> writeNext(writer));
    }

    /** What the writer may write next; when there is nothing, the writer is idle. */
    private List<Waiting<I, O>> take(Context writer) {
        List<Waiting<I, O>> group = new ArrayList<>();
        synchronized (desk) {
            Iterator<Waiting<I, O>> next = queue.iterator();
            while (group.size() < largestGroup && next.hasNext()) {
                Waiting<I, O> entry = next.next();
                // what another writer has in hand is its alone: a later version must not overtake an earlier one
                if (!underWay.contains(entry.subject)) {
                    next.remove();
                    group.add(entry);
                }
            }
            group.forEach(entry -> underWay.add(entry.subject));
            if (group.isEmpty()) {
                idleWriters.add(writer);
            }
        }
        return group;
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
