package org.huiliu.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of the rules as it is kept.
 *
 * @param edits grows with every change and every move; its ETag
 * @param written the edit in which its content became what it is: a version and this number are one content for ever
 * @param rules a document of {@code contracts/rulesets/v1}; absent in a list of heads
 * @param catalogue its dispatch catalogue, an array of lines; absent in a list of heads
 * @param note what it is for, in its author's words
 * @param author who began it
 * @param editors everybody who has changed it: none of them approves it
 */
public record RulesetVersion(
        int version,
        State state,
        int edits,
        int written,
        @Nullable JsonNode rules,
        @Nullable JsonNode catalogue,
        @Nullable String note,
        String author,
        List<String> editors,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        @Nullable Deed submitted,
        @Nullable Deed approved,
        @Nullable Deed published) {

    /** Who did something, and when. */
    public record Deed(String by, OffsetDateTime at) {}

    /** Where a version stands. */
    public enum State {
        /** Being written. */
        DRAFT,
        /** Waits for a second person. */
        SUBMITTED,
        /** May be published. */
        APPROVED,
        /** In force; there is exactly one. */
        PUBLISHED,
        /** In force once; can be again. */
        RETIRED,
        /** A draft that nobody wants any more. */
        DISCARDED;

        /** Whether it is on its way to be published; one version is at most. */
        public boolean onItsWay() {
            return this == DRAFT || this == SUBMITTED || this == APPROVED;
        }
    }

    /** Its rules, read.
     *
     * @throws IllegalStateException if this is a head only
     */
    public RulesetDocument document() {
        if (rules == null || catalogue == null) {
            throw new IllegalStateException("version " + version + " was read without its rules");
        }
        return RulesetReader.stored(rules, catalogue);
    }
}
