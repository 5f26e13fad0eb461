package org.huiliu.cases;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.huiliu.model.CaseContent;
import org.jspecify.annotations.Nullable;

/**
 * What many cases say, without their personal data: nothing is unsealed. Merged cases are left out, their masters speak for
 * them.
 */
public interface CaseContents {

    /**
     * Which cases; what is absent narrows nothing.
     *
     * @param scope what the reader may see
     * @param from opened at or after
     * @param to opened before
     * @param division prefix
     * @param ids these only
     */
    record Wanted(
            Scope scope,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to,
            @Nullable String feed,
            @Nullable String division,
            @Nullable List<UUID> ids) {}

    /** The open part of a case. */
    interface Open {
        UUID id();

        String feed();

        int reportCount();

        int callerCount();

        OffsetDateTime openedAt();

        /** Reads what it says: that takes time, off the event loop. */
        CaseContent content();
    }

    /** How many there are. */
    Uni<Long> count(Wanted wanted);

    /** The next ids in their order, after the given one. */
    Uni<List<UUID>> ids(Wanted wanted, @Nullable UUID after, int limit);

    /** These cases, which {@link #ids} has given, in the order of their ids. */
    Uni<List<Open>> read(Collection<UUID> ids);
}
