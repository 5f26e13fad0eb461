package org.huiliu.delivery;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import org.huiliu.platform.tx.Tx;

/** What receivers have agreed to take. */
public interface Agreements {
    /**
     * Contracts by the names under which targets have them ({@code receiver-municipal}, {@code crm}, {@code crm@2}). One
     * that is not there any more is absent.
     */
    Uni<Map<String, Agreement>> named(Tx tx, Collection<String> names);
}
