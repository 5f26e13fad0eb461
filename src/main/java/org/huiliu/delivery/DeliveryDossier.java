package org.huiliu.delivery;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of a delivery, personal data unmasked: who answers with it shows it through {@link Shown}.
 *
 * @param ours whether the body is in one of the hub's own forms, and not in one of the target's
 * @param body what was frozen, absent before the first attempt
 * @param replays deliveries that send it again
 */
public record DeliveryDossier(
        DeliverySummary head, boolean ours, byte @Nullable [] body, List<Attempt> attempts, List<UUID> replays) {

    /**
     * One attempt.
     *
     * @param answer the beginning of what the receiver answered
     */
    public record Attempt(
            int number,
            OffsetDateTime at,
            int millis,
            String outcome,
            @Nullable Integer status,
            @Nullable String note,
            byte @Nullable [] answer) {}

    /** Without bodies: they hold a citizen's data. */
    @Override
    public String toString() {
        return "DeliveryDossier[" + head.deliveryId() + "]";
    }
}
