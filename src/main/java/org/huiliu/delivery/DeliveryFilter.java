package org.huiliu.delivery;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.huiliu.model.DeliveryKind;
import org.huiliu.model.DeliveryState;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries; what is absent narrows nothing.
 *
 * @param division prefix of the divisions of whose cases the reader may see deliveries; who works for a whole city (at most
 *     four digits) sees those too whose division nobody has settled
 * @param outcome of the last attempt, for example {@code REFUSED}
 * @param heldFor why it does not go
 * @param reason text within the note of the last attempt
 * @param from owed at or after
 * @param to owed before
 */
public record DeliveryFilter(
        @Nullable String division,
        @Nullable UUID caseId,
        @Nullable String target,
        @Nullable DeliveryState state,
        @Nullable DeliveryKind kind,
        @Nullable HeldFor heldFor,
        @Nullable String outcome,
        @Nullable String reason,
        @Nullable OffsetDateTime from,
        @Nullable OffsetDateTime to) {

    /** Everything of a division. */
    public static DeliveryFilter of(@Nullable String division) {
        return new DeliveryFilter(division, null, null, null, null, null, null, null, null, null);
    }
}
