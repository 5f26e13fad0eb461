package org.huiliu.jobs;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where jobs are watched and cancelled. */
public interface JobDesk {

    /**
     * Who asks: sees the own jobs, and those on data of the own division.
     *
     * @param division prefix; null for all
     */
    record Reader(String actor, @Nullable String division) {}

    /** One job. */
    Uni<Optional<Job>> job(Reader reader, UUID id);

    /** The newest first, without their results. */
    Uni<List<Job>> list(Reader reader, @Nullable UUID before, int limit);

    /**
     * Wants a job to end.
     *
     * @return the job as it stood then; empty when there is no such job
     */
    Uni<Optional<Job>> cancel(Reader reader, UUID id);
}
