package org.huiliu.dedup;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Remembers which messages were committed. It holds only facts that can never become wrong (this version of this record
 * with this content is report R of case C), so a lost or stale Redis costs speed and nothing else. Messages without a
 * version are not asked here: whether they are the same again depends on what came in between, which only PostgreSQL
 * knows.
 */
public interface ReplayGate {

    /** A message with a version. */
    record Message(String feed, String externalId, String version, String hash) {}

    /** The ids of a committed message. */
    record Committed(UUID reportId, UUID caseId) {}

    /** Which of the messages were committed before; none of them when Redis does not answer in time. */
    Uni<Map<Message, Committed>> known(List<Message> messages);

    /** Remembers messages after their commit; never fails. */
    Uni<Void> remember(Map<Message, Committed> messages);
}
