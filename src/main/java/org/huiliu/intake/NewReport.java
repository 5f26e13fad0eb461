package org.huiliu.intake;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.huiliu.model.CaseContent;
import org.jspecify.annotations.Nullable;

/**
 * A report on its way into the ledger, immutable from then on.
 *
 * @param hash SHA-256 of the canonical payload, hexadecimal
 * @param payload the bytes as received
 */
public record NewReport(
        UUID id,
        RecordKey key,
        @Nullable String version,
        @Nullable String mainRecord,
        String hash,
        UUID caseId,
        Outcome outcome,
        OffsetDateTime receivedAt,
        CaseContent content,
        byte[] payload,
        String mediaType) {

    /** Without payload and content: a log line must not leak a citizen. */
    @Override
    public String toString() {
        return "NewReport[" + id + " " + outcome + "]";
    }
}
