package org.huiliu.platform.timer;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.huiliu.platform.time.Ids;

/**
 * Something that happens later unless it is cancelled.
 *
 * @param kind whose it is; one of a kind stands for a subject
 * @param subject what it is about
 * @param dueAt when it fires; after a failure when it is tried again
 * @param data what its owner wants to find then; no personal data
 * @param attempts how often firing it has failed
 */
public record Timer(UUID id, String kind, UUID subject, OffsetDateTime dueAt, Map<String, Object> data, int attempts) {

    /** A timer that is yet to be set. */
    public static Timer at(OffsetDateTime dueAt, String kind, UUID subject, Map<String, Object> data) {
        return new Timer(Ids.at(dueAt.toInstant().toEpochMilli()), kind, subject, dueAt, data, 0);
    }
}
