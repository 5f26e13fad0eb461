package org.huiliu.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;
import org.huiliu.model.CaseContent;
import org.jspecify.annotations.Nullable;

/**
 * A payload in the hub's words.
 *
 * @param feed the feed's code
 * @param externalId the record's number at its source, unique within the feed
 * @param version sorts as text in the order of the source's versions: an instant ({@code 2025-09-11T01:24:15.000Z},
 *     always UTC with milliseconds) or a number padded to 20 digits; absent when the source sends none or an unreadable
 *     one
 * @param mainRecord the external id of the record that this one was joined to at its source
 * @param contentHash SHA-256 of the canonical payload, 64 lower-case hex digits: equal for the same message as JSON and
 *     as XML
 * @param canonical the payload as one tree: leaves are strings, trimmed, empty ones dropped, keys sorted; shared, so
 *     read it only
 * @param content what the report says
 */
public record Normalized(
        String feed,
        String externalId,
        @Nullable String version,
        @Nullable String mainRecord,
        String contentHash,
        JsonNode canonical,
        CaseContent content)
        implements Normalization {

    @Override
    public <T> T fold(Function<Normalized, T> whenNormalized, Function<Rejected, T> whenRejected) {
        return whenNormalized.apply(this);
    }

    /** Without its content: a log line must not leak a citizen. */
    @Override
    public String toString() {
        return "Normalized[" + feed + " " + externalId + "]";
    }
}
