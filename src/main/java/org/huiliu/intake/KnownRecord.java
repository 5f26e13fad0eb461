package org.huiliu.intake;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the hub knows of a record.
 *
 * @param reportId its latest report; absent when only another record named it so far
 * @param version of the latest report, sortable; absent where the feed has none
 * @param hash SHA-256 of the latest report's canonical payload, hexadecimal
 */
public record KnownRecord(
        RecordKey key,
        UUID caseId,
        @Nullable UUID reportId,
        @Nullable String version,
        @Nullable String hash) {

    /** The same record in another case. */
    public KnownRecord in(UUID otherCase) {
        return new KnownRecord(key, otherCase, reportId, version, hash);
    }
}
