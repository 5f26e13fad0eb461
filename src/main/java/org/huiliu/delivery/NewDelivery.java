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
 * @param caseRevision revision of the case that it tells; its place in the order per case and target
 * @param basis why this target gets it; absent for answers
 * @param note no personal data. What an ANSWER says: {@code externalIds}, {@code answer} (PROGRESS, RESULT),
 *     {@code state}, {@code at}, and where there are any {@code unit}, {@code text}, {@code result}. Why a RECALL comes:
 *     {@code code} (REASSIGNED, MERGED, TRANSFERRED, INVALID, WITHDRAWN, OTHER; OTHER when absent), {@code text},
 *     {@code mergedInto}. Nothing for the other kinds
 */
public record NewDelivery(
        UUID id,
        UUID caseId,
        String target,
        @Nullable UUID assignmentId,
        DeliveryKind kind,
        int caseRevision,
        @Nullable Basis basis,
        Map<String, Object> note) {}
