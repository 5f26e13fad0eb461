package org.huiliu.feedback;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.huiliu.model.Result;
import org.jspecify.annotations.Nullable;

/**
 * What a unit reports about a case.
 *
 * @param target who reports, from its token
 * @param caseId the case it names in the path
 * @param receiptId the target's own number of this receipt: the same one again gets the same answer
 * @param at when it happened at the unit; absent means now
 * @param text progress, or the reason of a return
 * @param by who signed at the unit; personal data
 * @param result with RESOLVED only
 */
public record Receipt(
        String target,
        UUID caseId,
        UUID deliveryId,
        String receiptId,
        ReceiptKind kind,
        @Nullable OffsetDateTime at,
        @Nullable String text,
        @Nullable String by,
        @Nullable ReportedResult result) {

    /** What came of the case. */
    public record ReportedResult(
            Result.Outcome outcome,
            Result.@Nullable Code code,
            @Nullable String text) {}

    /** Without its texts: a log line must not leak a citizen. */
    @Override
    public String toString() {
        return "Receipt[" + kind + " " + receiptId + " of " + target + "]";
    }
}
