package org.huiliu.intake;

import java.util.Comparator;

/** A record of a feed: the unique key of exact identity. */
public record RecordKey(String feed, String externalId) implements Comparable<RecordKey> {
    private static final Comparator<RecordKey> ORDER =
            Comparator.comparing(RecordKey::feed).thenComparing(RecordKey::externalId);

    /** The order in which rows are locked, the same for every writer, so that two never wait for each other. */
    @Override
    public int compareTo(RecordKey other) {
        return ORDER.compare(this, other);
    }
}
