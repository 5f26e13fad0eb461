package org.huiliu.delivery;

import java.util.Optional;
import java.util.UUID;
import org.huiliu.model.DeliveryKind;
import org.huiliu.model.DeliveryState;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as a person who wants to change its way finds it.
 *
 * @param frozen whether its body was kept
 * @param unitHasCase whether the assignment that it belongs to is open; true for what belongs to none
 * @param reason why its target got the case, in the rule's or the person's words
 */
public record Standing(
        UUID id,
        UUID caseId,
        String target,
        DeliveryKind kind,
        DeliveryState state,
        boolean frozen,
        boolean unitHasCase,
        @Nullable String reason) {

    /** Whether it tells the case to a unit: then it must still be the unit's case, and the rules may be asked. */
    public boolean tellsTheCase() {
        return kind == DeliveryKind.CREATE || kind == DeliveryKind.UPDATE;
    }

    /** Whether a replay goes on with this very delivery: the receiver has not taken it. */
    public boolean goesOnItself() {
        return state == DeliveryState.PARKED;
    }

    /** Whether a person may skip it. */
    public boolean skippable() {
        return state == DeliveryState.WAITING || state == DeliveryState.HELD || state == DeliveryState.PARKED;
    }

    /**
     * Why it cannot be sent again; empty when it can.
     *
     * @param ruled whether the published rules would send its case to its target; asked for CURRENT only
     */
    public Optional<Hindrance> hindrance(ReplayBasis basis, boolean ruled) {
        if (state == DeliveryState.WAITING || state == DeliveryState.SENDING || state == DeliveryState.HELD) {
            return Optional.of(Hindrance.STILL_OPEN);
        }
        if (basis == ReplayBasis.ORIGINAL && !frozen) {
            return Optional.of(Hindrance.NO_ORIGINAL);
        }
        if (tellsTheCase() && !unitHasCase) {
            return Optional.of(Hindrance.ASSIGNMENT_OVER);
        }
        return tellsTheCase() && basis == ReplayBasis.CURRENT && !ruled
                ? Optional.of(Hindrance.NOT_BY_RULES)
                : Optional.empty();
    }
}
