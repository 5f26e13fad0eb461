package org.huiliu.dedup;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cases that a report may belong to. One entry a case, made from its first report; further callers only add
 * keys. The index is the gate, PostgreSQL the truth: no method here ever fails, a lost index says that it is incomplete.
 */
public interface RepeatIndex {

    /**
     * Registers a group's reports as provisional cases and returns what was there before each of them, earlier ones of
     * the group included, all in one step: of two halves of a pair one always sees the other.
     */
    Uni<Lookup> register(List<Entry> group);

    /** Returns candidates without registering anything. */
    Uni<Lookup> look(List<Entry> group);

    /**
     * Waits, for a bounded time, until provisional cases are settled, and tells where each led: to itself when it was
     * committed, to the case that its report joined when it was not. One that came to nothing, or is still under way
     * when the time is over, is absent.
     */
    Uni<Map<UUID, UUID>> settled(Collection<UUID> provisional);

    /** Writes down what became of registered entries; one that nobody settles goes by its expiry. */
    Uni<Void> settle(Settlement settlement);

    /** Enters or replaces entries of committed cases; what Redis does not take is found missing later. */
    Uni<Void> restore(List<Entry> entries);

    /** The cases of these that the index does not have. */
    Uni<Set<UUID>> missing(Collection<UUID> cases);

    /** How the index stands, for every pod the same. */
    Uni<Standing> standing();

    /**
     * Begins to fill the index from the database.
     *
     * @param expected how many entries that will about be
     */
    Filling fill(long expected);

    /** Declares the index complete: everything that may be found is in it. */
    default Uni<Void> declareComplete() {
        return fill(0).finish().replaceWithVoid();
    }

    /** The index while it is being filled. */
    interface Filling {
        /** Enters or replaces entries of committed cases; false when Redis did not take them. */
        Uni<Boolean> enter(List<Entry> entries);

        /** Declares the index complete; false when it was lost or emptied since the filling began. */
        Uni<Boolean> finish();
    }

    /** What may be said of the index. */
    enum State {
        /** Everything that may be found is in it. */
        COMPLETE,
        /** It was emptied, or has never been filled. */
        INCOMPLETE,
        /** Redis does not answer. */
        UNREACHABLE
    }

    /**
     * How the index stands.
     *
     * @param entered entries that the last filling has entered so far
     * @param expected entries that it will enter in all, about
     * @param begunAt when it began
     * @param completeAt when the index was last declared complete
     */
    record Standing(
            State state,
            long entered,
            long expected,
            @Nullable OffsetDateTime begunAt,
            @Nullable OffsetDateTime completeAt) {

        /** Redis does not answer. */
        public static final Standing UNREACHABLE = new Standing(State.UNREACHABLE, 0, 0, null, null);
    }

    /**
     * A case as the index keeps it.
     *
     * @param sketch opaque to the index
     * @param keys under which it is found
     * @param lookups under which others are looked for: its keys and those it is not stored under, such as the squares
     *     of the map around its own
     * @param at orders candidates, the newest first
     * @param keep how long it may be found
     */
    record Entry(
            UUID caseId, byte[] sketch, List<BlockKey> keys, List<BlockKey> lookups, OffsetDateTime at, Duration keep) {

        /** The entry of a case that its first report opens. */
        public static Entry of(UUID caseId, Matter first, RepeatPolicies policies) {
            return new Entry(caseId, first.sketch(), first.keys(), first.lookups(), first.at(), first.memory(policies));
        }
    }

    /**
     * A case that shares a key.
     *
     * @param provisional its report is not committed yet
     * @param hits by which kinds of key it was found; CALLER means that this caller has called about it
     */
    record Candidate(UUID caseId, boolean provisional, byte[] sketch, Set<BlockKey.Kind> hits) {}

    /**
     * What the index knows.
     *
     * @param complete false when Redis did not answer, or has lost entries that are not restored yet: what finds nothing
     *     then must be looked for again
     * @param candidates by the case id of the entry asked for, most promising first, at most 32
     */
    record Lookup(boolean complete, Map<UUID, List<Candidate>> candidates) {}

    /**
     * What became of a group.
     *
     * @param committed cases that are committed
     * @param joined entries whose report joined another, committed case instead of opening its own, with that case: no
     *     longer found, but remembered for as long as others may wait for them. In a burst they are most of what the
     *     next group finds, and they lead it to the one case
     * @param withdrawn entries that came to nothing
     * @param further keys under which committed cases are found from now on, such as those of further callers
     */
    record Settlement(
            Set<UUID> committed, Map<UUID, UUID> joined, Set<UUID> withdrawn, Map<UUID, List<BlockKey>> further) {}
}
