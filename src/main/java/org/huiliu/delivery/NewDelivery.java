package org.huiliu.delivery;

import java.util.Map;
import java.util.UUID;
import org.huiliu.model.Basis;
import org.huiliu.model.DeliveryKind;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it comes to the queue.
 *
 * @param assignmentId the assignment it belongs to; absent for answers to a feed
 * @param caseRevision revision of the case that it tells; its place in the order per case and target. Of a WARNING the
 *     revision of the warning: each warning has an order of its own
 * @param basis why this target gets it; absent for answers
 * @param note kept sealed: a unit's own words may name a citizen. What an ANSWER says: {@code externalIds}, {@code answer} (PROGRESS, RESULT),
 *     {@code state}, {@code at}, and where there are any {@code unit}, {@code text}, {@code result}. Why a RECALL comes:
 *     {@code code} (REASSIGNED, MERGED, TRANSFERRED, INVALID, WITHDRAWN, OTHER; OTHER when absent), {@code text},
 *     {@code mergedInto}. What a WARNING tells: {@code warningId}, {@code rule}, {@code subject}, {@code division},
 *     {@code caseCount}, {@code cases}, {@code since}, {@code until}. Nothing for the other kinds
 * @param traceparent W3C, of what caused it; null: a trace begins with it
 */
public record NewDelivery(
        UUID id,
        UUID caseId,
        String target,
        @Nullable UUID assignmentId,
        DeliveryKind kind,
        int caseRevision,
        @Nullable Basis basis,
        Map<String, Object> note,
        @Nullable String traceparent) {

    /** One that begins a trace of its own. */
    public NewDelivery(
            UUID id,
            UUID caseId,
            String target,
            @Nullable UUID assignmentId,
            DeliveryKind kind,
            int caseRevision,
            @Nullable Basis basis,
            Map<String, Object> note) {
        this(id, caseId, target, assignmentId, kind, caseRevision, basis, note, null);
    }

    /** The same as part of the trace of what caused it. */
    public NewDelivery within(@Nullable String trace) {
        return new NewDelivery(id, caseId, target, assignmentId, kind, caseRevision, basis, note, trace);
    }

    /** The warning that it tells; null for all kinds but WARNING. */
    public @Nullable UUID warningId() {
        return kind == DeliveryKind.WARNING ? UUID.fromString(String.valueOf(note.get("warningId"))) : null;
    }
}
