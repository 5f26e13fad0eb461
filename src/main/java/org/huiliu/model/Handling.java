package org.huiliu.model;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who handles a case, and how.
 *
 * @param hostUnit target code of the host (主办), absent while a person must decide
 * @param coUnits target codes of the co-units (协办)
 * @param firstReceiver feed that took the first call (首接)
 * @param deadlinePolicy name of the policy by which its deadlines are reckoned (办理时限)
 * @param decideBy while a person is asked where an urgent case goes: when it goes on without (研判时限)
 */
public record Handling(
        @Nullable String hostUnit,
        List<String> coUnits,
        @Nullable Basis basis,
        String firstReceiver,
        @Nullable ItemKind itemKind,
        @Nullable String deadlinePolicy,
        @Nullable OffsetDateTime decideBy) {

    public Handling {
        coUnits = coUnits == null ? List.of() : List.copyOf(coUnits);
    }

    /** Nobody's yet. */
    public static Handling nobodys(String firstReceiver) {
        return new Handling(null, List.of(), null, firstReceiver, null, null, null);
    }

    /** The same matter in these hands; nobody is asked about it any more. */
    public Handling by(@Nullable String host, List<String> co, @Nullable Basis why) {
        return new Handling(host, co, why, firstReceiver, itemKind, deadlinePolicy, null);
    }

    /** In the same hands, handled in another way. */
    public Handling as(@Nullable ItemKind kind, @Nullable String deadline) {
        return new Handling(hostUnit, coUnits, basis, firstReceiver, kind, deadline, decideBy);
    }

    /** A person is asked until then; null when nobody is asked any more. */
    public Handling askedUntil(@Nullable OffsetDateTime until) {
        return new Handling(hostUnit, coUnits, basis, firstReceiver, itemKind, deadlinePolicy, until);
    }
}
