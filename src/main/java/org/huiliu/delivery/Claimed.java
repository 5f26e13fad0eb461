package org.huiliu.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.huiliu.model.DeliveryKind;
import org.jspecify.annotations.Nullable;

/**
 * A delivery in the hands of one worker.
 *
 * @param note see {@link NewDelivery}
 * @param attempt number of the attempt that begins, from 1
 * @param lease number of the lease
 * @param pause the pause that ended with this claim, zero before the first attempt
 * @param lost leases that ran out one after the other before this one
 * @param traceparent W3C; the trace that all its attempts belong to
 * @param body the bytes that an earlier attempt sent; absent until one did
 * @param head how that request began; absent until one did, and where it follows from the kind and the case
 */
public record Claimed(
        UUID id,
        UUID caseId,
        String target,
        @Nullable UUID assignmentId,
        DeliveryKind kind,
        int caseRevision,
        JsonNode note,
        OffsetDateTime createdAt,
        OffsetDateTime dueAt,
        int attempt,
        long lease,
        int lost,
        Duration pause,
        @Nullable String traceparent,
        byte @Nullable [] body,
        @Nullable Head head) {

    /** Workers that vanish: a pod that is killed is one, ten one after the other are no accident. */
    private static final int MOST_LOST = 10;

    /** Whether it seems to fell whoever works on it. */
    public boolean poison() {
        return lost >= MOST_LOST;
    }

    /** Whether its body must be rendered now. */
    public boolean first() {
        return body == null;
    }

    /** Whether its body is made from the case as it is now. */
    public boolean tellsTheCase() {
        return kind == DeliveryKind.CREATE || kind == DeliveryKind.UPDATE;
    }

    /** Whether an earlier attempt may have brought it although its answer was lost: then the receiver is asked first. */
    public boolean mayHaveArrived() {
        return attempt > 1 && tellsTheCase();
    }

    /** Without its body: that holds a citizen's data. */
    @Override
    public String toString() {
        return "Claimed[" + id + " " + kind + " to " + target + " attempt " + attempt + "]";
    }
}
