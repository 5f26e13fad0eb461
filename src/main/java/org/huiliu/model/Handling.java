package org.huiliu.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who handles a case.
 *
 * @param hostUnit target code of the host (主办), absent while a person must decide
 * @param coUnits target codes of the co-units (协办)
 * @param firstReceiver feed that took the first call (首接)
 */
public record Handling(
        @Nullable String hostUnit,
        List<String> coUnits,
        @Nullable Basis basis,
        String firstReceiver,
        @Nullable String itemKind) {

    public Handling {
        coUnits = coUnits == null ? List.of() : List.copyOf(coUnits);
    }
}
