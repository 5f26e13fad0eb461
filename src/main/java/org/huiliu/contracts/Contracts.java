package org.huiliu.contracts;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.huiliu.platform.tx.Tx;

/** Contracts ready for work. */
public interface Contracts {
    /**
     * Contracts by the names under which targets and deliveries have them: {@code crm} is the newest published, {@code
     * crm@2} that version. One that is not there, or is only a draft, is absent.
     */
    Uni<Map<String, Contract>> named(Tx tx, Collection<String> names);

    /** The receiver that stands in for those of a version, which may be a draft; absent when there is no such version. */
    Uni<Optional<Mock>> mock(String name, int version);
}
