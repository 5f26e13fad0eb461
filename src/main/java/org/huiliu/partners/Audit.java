package org.huiliu.partners;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators did, newest first. */
public interface Audit {

    /**
     * One page.
     *
     * @param before id of the last entry of the page before; null for the newest
     * @param subject only entries about this, for example {@code target/municipal}
     * @param actor only what this one did, for example {@code operator:li}
     */
    Uni<List<AuditEntry>> page(@Nullable Long before, @Nullable String subject, @Nullable String actor, int limit);
}
