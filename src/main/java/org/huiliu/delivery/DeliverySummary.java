package org.huiliu.delivery;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.model.DeliveryKind;
import org.huiliu.model.DeliveryState;
import org.jspecify.annotations.Nullable;

/** One delivery as operators read it. */
@RegisterForReflection
@Schema(name = "DeliveryRecord")
public record DeliverySummary(
        UUID deliveryId,
        UUID caseId,
        String target,
        DeliveryKind kind,
        int caseRevision,
        DeliveryState state,

        @Schema(
                description =
                        "未发送的原因 / why it is HELD: one before it is parked, its target is paused, is switched off, or is not entered yet")
        @Nullable
        HeldFor heldFor,

        int attempts,

        @Schema(description = "末次结果 / of the last attempt", examples = "REFUSED") @Nullable
        String outcome,

        @Schema(description = "原因 / why; of a skipped one the person's reason") @Nullable
        String reason,

        @Schema(description = "接收方编号 / the receiver's own number") @Nullable
        String receivedAs,

        @Schema(description = "重发自 / the delivery that this one sends again") @Nullable
        UUID replayOf,

        OffsetDateTime dueAt,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {}
