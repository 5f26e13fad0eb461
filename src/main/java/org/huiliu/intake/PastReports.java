package org.huiliu.intake;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.huiliu.model.CaseContent;
import org.jspecify.annotations.Nullable;

/** Reads what records said when they first came, in the order in which they came. */
public interface PastReports {

    /**
     * Reads reports.
     *
     * @param from that came at or after
     * @param to that came before
     * @param feed only of this feed
     * @param division prefix of their case's division; absent for all
     */
    Uni<List<Past>> read(
            OffsetDateTime from, OffsetDateTime to, @Nullable String feed, @Nullable String division, int limit);

    /**
     * A report.
     *
     * @param content what it says, opened when it is asked for: that takes time, off the event loop
     */
    record Past(UUID reportId, UUID caseId, String feed, OffsetDateTime receivedAt, Supplier<CaseContent> content) {}
}
