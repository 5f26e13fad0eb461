package org.huiliu.cases;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huiliu.platform.tx.Tx;

/** How cases belong together. Each call adds its statements to the caller's transaction. */
public interface LinkBook {

    /** What binds two cases. */
    enum Kind {
        /** {@code from} is handled with {@code to}; these links form trees. */
        MERGED,
        /** {@code from} is the closed matter of {@code to} come back. */
        RECURRENCE,
        /** A person has said that they are two; holds both ways. */
        SEPARATE
    }

    /**
     * A link.
     *
     * @param evidence why: no personal data
     * @param decidedBy {@code hub} or {@code operator:<name>}
     */
    record Link(UUID from, UUID to, Kind kind, Map<String, Object> evidence, String decidedBy, OffsetDateTime at) {}

    /** Writes links down; one that was undone stands again. */
    Uni<Void> add(Tx tx, List<Link> links);

    /** Undoes a link; it stays in the book. */
    Uni<Void> undo(Tx tx, UUID from, UUID to, Kind kind, OffsetDateTime at);

    /** The cases from which each of these is kept apart by a person's word; cases without any are absent. */
    Uni<Map<UUID, Set<UUID>>> separated(Tx tx, Collection<UUID> caseIds);

    /** The cases that a case is merged into, the nearest first; empty for one that stands by itself. */
    Uni<List<Link>> way(Tx tx, UUID caseId);

    /** The cases that are merged directly into each of these, in the order in which they came. */
    Uni<List<Link>> into(Tx tx, Collection<UUID> caseIds);

    /** For each of these that is merged, the open end of its links: the case that it is handled with. */
    Uni<Map<UUID, UUID>> masters(Tx tx, Collection<UUID> caseIds);

    /** The cases that are merged into each of these, through however many steps; cases without any are absent. */
    Uni<Map<UUID, Set<UUID>>> members(Tx tx, Collection<UUID> caseIds);
}
