package org.huiliu.cases;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/** Why reports lie with cases that they did not open. Each call adds its statements to the caller's transaction. */
public interface AttachmentBook {

    /**
     * A report attached to a case.
     *
     * @param repeatOf the report that opened the case, where it is known
     * @param layer MAIN_RECORD, SAME_CALLER, SAME_INCIDENT, OPERATOR
     * @param evidence score, shared words, distance: no personal data
     * @param decidedBy {@code hub} or {@code operator:<name>}
     */
    record Attached(
            UUID reportId,
            UUID caseId,
            @Nullable UUID repeatOf,
            String layer,
            Map<String, Object> evidence,
            String decidedBy,
            OffsetDateTime at) {}

    /** Writes attachments down; a report that is attached already keeps what stands. */
    Uni<Void> add(Tx tx, List<Attached> attachments);

    /** Undoes what stands for these reports; it stays in the book. */
    Uni<Void> undo(Tx tx, Collection<UUID> reportIds, String actor, OffsetDateTime at);
}
