package org.huiliu.cases;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huiliu.platform.tx.Tx;

/** Where cases, assignments and events are kept. Each call adds its statements to the caller's transaction. */
public interface CaseLedger {

    /** Reads and locks cases with their assignments, in the order of their ids so that two writers never cross. */
    Uni<Map<UUID, CaseFile>> lock(Tx tx, Collection<UUID> ids);

    /** Reads cases with their assignments as they are, without a lock. */
    Uni<Map<UUID, CaseFile>> read(Tx tx, Collection<UUID> ids);

    /** Cases in which repeats could not be looked for, in the order of their ids from the one after {@code after}. */
    Uni<List<UUID>> unchecked(Tx tx, UUID after, int most);

    /** Which of these have called about their case before. */
    Uni<Set<CaseCaller>> heard(Tx tx, Collection<CaseCaller> callers);

    /**
     * Takes whoever called about any of these cases as the callers of one case, which is one of them.
     *
     * @return how many they are
     */
    Uni<Integer> recount(Tx tx, UUID caseId, Collection<UUID> of);

    /**
     * Writes what changed, compare-and-set on the revision each file was read with.
     *
     * @return fails with {@link org.huiliu.platform.tx.TryAgain} when one was changed meanwhile
     */
    Uni<Void> write(Tx tx, Collection<CaseFile> files);
}
