package org.huiliu.cases;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.huiliu.model.Case;
import org.huiliu.platform.tx.Tx;

/**
 * All cases in the order in which they were opened, for who must look through many of them. Cases that are merged,
 * rejected or invalid are left out.
 */
public interface CaseScan {

    /**
     * A case and who has called about it.
     *
     * @param callers keyed hashes of their numbers
     */
    record Scanned(Case one, List<byte[]> callers) {}

    /** How many cases have an id above this one. */
    Uni<Long> count(Tx tx, UUID after);

    /** The next ids above the one and up to the other. */
    Uni<List<UUID>> ids(Tx tx, UUID after, UUID until, int limit);

    /** Cases with their callers; those that are gone or left out are absent. */
    Uni<List<Scanned>> read(Tx tx, Collection<UUID> ids);
}
