package org.huiliu.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does long work in the background, one job at a time on each pod: what comes in from the lines goes first. */
public interface Jobs {

    /**
     * What is to be done.
     *
     * @param kind what, for example {@code ruleset-simulation}
     * @param owner who wants it
     * @param division prefix of the divisions whose data it looks at; absent for all
     */
    record Order(String kind, String owner, @Nullable String division) {}

    /** How far the work is, and whether it is still wanted. Told to everybody within a second. */
    interface Progress {
        /** How much there is in all. */
        void total(long all);

        /** How much is done so far. */
        void done(long soFar);

        /** Whether somebody wants the work to end: it then ends itself with {@link #stopped}. */
        boolean cancelled();

        /** Ends the work that nobody wants any more. */
        default <T> Uni<T> stopped() {
            return Uni.createFrom().failure(new Cancelled());
        }
    }

    /**
     * Begins a job, or puts it behind those that this pod has.
     *
     * @param work gives the result; a failure fails the job
     * @return the job's id; empty when so much waits that it had better come again
     */
    Uni<Optional<UUID>> begin(Order order, Function<Progress, Uni<JsonNode>> work);

    /** Work that ended because it was no longer wanted. */
    final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1;

        Cancelled() {
            super("no longer wanted", null, false, false);
        }
    }
}
