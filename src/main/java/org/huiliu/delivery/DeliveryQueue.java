package org.huiliu.delivery;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huiliu.platform.tx.Tx;

/**
 * The queue of deliveries, in PostgreSQL. Per case and target, and per warning and target, only the earliest open
 * delivery is ever sent; whoever
 * claims it holds a lease with a number, and a later lease makes the earlier number void.
 */
public interface DeliveryQueue {

    /**
     * Adds deliveries in the caller's transaction; they are due at once, by the database's clock where the caller's is ahead. An UPDATE replaces earlier ones that were never
     * attempted, and so does a WARNING those of the same warning. A RECALL cancels what was never attempted; when that includes the CREATE, there is nothing to recall
     * and it is cancelled itself. What follows a parked delivery is held.
     */
    Uni<Void> add(Tx tx, List<NewDelivery> deliveries, OffsetDateTime at);

    /**
     * Adds UPDATEs that can wait: each is due when the pace since the last word to its target is over. One that still
     * waits for that carries the newer revision along, so that many steps of a case are one message.
     */
    Uni<Void> addAtPace(Tx tx, List<NewDelivery> updates, Duration pace, OffsetDateTime at);

    /** The cases of these whose units have all received them; a case that is owed to nobody is not among them. */
    Uni<Set<UUID>> forwarded(Tx tx, Collection<UUID> cases);

    /**
     * Claims what is due: waiting deliveries whose time has come and those of workers whose lease has run out. Rows that
     * another claimer holds are passed over.
     *
     * @param rooms targets with room, and how much: a target that is not named gets nothing
     * @param at the database's clock
     * @return in the order of their due time
     */
    Uni<List<Claimed>> claim(Tx tx, List<Room> rooms, OffsetDateTime at);

    /** Keeps the requests of first attempts (by delivery id), sealed: every later attempt sends the same. */
    Uni<Void> freeze(Tx tx, Map<UUID, Request> requests);

    /**
     * Writes outcomes and their attempts. One whose lease number is no longer the delivery's changes nothing.
     *
     */
    Uni<Written> complete(Tx tx, List<Finished> finished, OffsetDateTime at);

    /**
     * What has come of writing outcomes.
     *
     * @param ids of the deliveries that were written
     * @param marred targets of those whose gate is not as that of a healthy target: even an answer changes it
     */
    record Written(Set<UUID> ids, Set<String> marred) {}

    /** Gives leases back, so that another worker need not wait for their end. */
    Uni<Void> release(Tx tx, Collection<Claimed> claimed, OffsetDateTime at);

    /** To whom deliveries went; unknown ids are absent. */
    Uni<Map<UUID, Addressee>> addressees(Tx tx, Collection<UUID> ids);
}
