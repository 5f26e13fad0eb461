package org.huiliu.dedup;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.huiliu.model.CaseContent;

/** What a report or the first report of a case tells, prepared for comparing. Immutable. */
public final class Matter {
    private final String feed;
    private final OffsetDateTime at;

    private Matter(String feed, OffsetDateTime at) {
        this.feed = feed;
        this.at = at;
    }

    /**
     * Prepares a content.
     *
     * @param receivedAt stands in where the content says no time
     * @param blind the keyed hash of phone and id numbers
     */
    public static Matter of(
            String feed, CaseContent content, OffsetDateTime receivedAt, Function<String, byte[]> blind) {
        return new Matter(feed, receivedAt);
    }

    public String feed() {
        return feed;
    }

    /** When it happened, or was reported. */
    public OffsetDateTime at() {
        return at;
    }

    /** What the index keeps of it: enough to tell the hopeless, no name and no text. */
    public byte[] sketch() {
        return new byte[0];
    }

    /** Under which keys it is found. */
    public List<BlockKey> keys() {
        return List.of();
    }

    /** Under which keys others are looked for. */
    public List<BlockKey> lookups() {
        return keys();
    }

    /** How long it may find or be found under the policies. */
    public Duration memory(RepeatPolicies policies) {
        return Duration.ofDays(30);
    }
}
