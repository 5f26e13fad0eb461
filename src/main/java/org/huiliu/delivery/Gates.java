package org.huiliu.delivery;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.huiliu.platform.tx.Tx;

/** The gates of all targets, in PostgreSQL, and the outages that they make. A gate that is held is held until the commit. */
public interface Gates {

    /**
     * The gates that could be had.
     *
     * @param now the database's clock: those of pods differ
     * @param gates held now, of targets for which something is due
     * @param passedOver whether another pod holds one that is wanted here: asked again soon it will be free
     */
    record Due(OffsetDateTime now, List<Gate> gates, boolean passedOver) {}

    /** Holds the gates of those targets for which something is due and that are not shut; waits for nobody. */
    Uni<Due> due(Tx tx, Collection<String> targets);

    /** Holds the gates of these targets, in the order of their codes, and waits for them. */
    Uni<List<Gate>> hold(Tx tx, Collection<String> targets);

    /** Keeps what held gates have become. */
    Uni<Void> save(Tx tx, List<Gate> gates);

    /** Writes down the outages that begin and end by these turns, once their gates are saved. */
    Uni<Void> outages(Tx tx, List<Gate.Turn> turns, OffsetDateTime at);
}
