package org.huiliu.dedup;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One version of the repeat policies as it is kept.
 *
 * @param edits how often it was edited; its ETag
 * @param policies the list of the document, see {@link RepeatPolicies#SHIPPED}
 * @param note what it is for, in its author's words
 * @param author who edited it last; nobody publishes what is his own
 * @param publishedAt when it was published last; absent for one that never was
 */
public record PolicyVersion(
        int version,
        State state,
        int edits,
        JsonNode policies,
        @Nullable String note,
        String author,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        @Nullable OffsetDateTime publishedAt,
        @Nullable String publishedBy) {

    /** Where a version stands. */
    public enum State {
        /** Being written; there is one at most. */
        DRAFT,
        /** In force; there is one. */
        PUBLISHED,
        /** In force once; can be published again. */
        RETIRED
    }
}
