package org.huiliu.delivery;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How targets stand as operators see it, and their hand on the tap. */
public interface TargetDesk {

    /** How a target stands; empty when there is none. */
    Uni<Optional<TargetState>> state(String target);

    /** How all targets stand, by code. */
    Uni<List<TargetState>> states();

    /**
     * Stops the sending: what is owed waits, and what is under way ends. One that is paused stays paused by who paused it
     * first.
     *
     * @param actor for example {@code operator:li}
     */
    Uni<Optional<TargetState>> pause(String target, String reason, String actor);

    /** Goes on, at a growing pace. */
    Uni<Optional<TargetState>> resume(String target, String actor);

    /**
     * Outages, the newest first.
     *
     * @param open only those that last, or only those that are over; null: all
     * @param before id of the last one of the page before
     */
    Uni<List<Outage>> outages(@Nullable String target, @Nullable Boolean open, @Nullable UUID before, int limit);
}
