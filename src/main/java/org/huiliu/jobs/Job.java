package org.huiliu.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of long work.
 *
 * @param kind what is done, for example {@code ruleset-simulation}
 * @param owner who wanted it
 * @param division prefix of the divisions whose data it looks at; empty for all
 * @param done how much of {@code total} is done
 * @param total how much there is, 0 while nobody knows
 * @param result what came of it, once it is done
 * @param problem why it failed
 */
public record Job(
        UUID id,
        String kind,
        String owner,
        String division,
        State state,
        long done,
        long total,
        @Nullable JsonNode result,
        @Nullable String problem,
        OffsetDateTime createdAt,
        @Nullable OffsetDateTime startedAt,
        @Nullable OffsetDateTime finishedAt) {

    /** Where a job stands. */
    public enum State {
        /** Waits for the work before it. */
        QUEUED,
        /** Is being done. */
        RUNNING,
        /** Done, with its result. */
        DONE,
        /** Ended by a failure, or its pod is gone. */
        FAILED,
        /** Ended because somebody wanted it to. */
        CANCELLED;

        /** Whether nothing more happens to it. */
        public boolean over() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }
    }
}
