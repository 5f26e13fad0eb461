package org.huiliu.intake;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.huiliu.model.CaseContent;
import org.jspecify.annotations.Nullable;

/**
 * A record of a case as it stands: what its latest version says.
 *
 * @param opened whether it opened the case
 * @param reportId the report of its latest version
 * @param hash SHA-256 of that report's canonical payload, hexadecimal
 * @param receivedAt when that report came
 * @param phoneHash keyed hash of the caller's number, hexadecimal
 */
public record StandingRecord(
        RecordKey key,
        boolean opened,
        UUID reportId,
        @Nullable String version,
        String hash,
        OffsetDateTime receivedAt,
        CaseContent content,
        @Nullable String phoneHash) {

    /** Without its content: a log line must not leak a citizen. */
    @Override
    public String toString() {
        return "StandingRecord[" + reportId + "]";
    }
}
