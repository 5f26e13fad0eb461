package org.huiliu.intake;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import org.huiliu.platform.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Where refused messages are counted and kept, masked, for the operators to see. */
public interface RejectionLog {

    /** Notes a refusal; the message itself is not kept. */
    Uni<Void> note(Arrival arrival, Problem problem);

    /**
     * One page, newest first.
     *
     * @param before id of the last entry of the page before; null for the newest
     * @param feed only those of this feed; null for all
     */
    Uni<List<Rejection>> page(@Nullable UUID before, @Nullable String feed, int limit);
}
