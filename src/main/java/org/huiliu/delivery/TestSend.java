package org.huiliu.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.model.DeliveryKind;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What came of a test.
 *
 * @param millis from the first look-up to the outcome
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "TargetTest",
        requiredProperties = {"testId", "target", "contract", "kind", "sample", "sent", "outcome", "millis", "faults"})
public record TestSend(
        @Schema(description = "Sent as the id of the delivery; the hub knows no delivery of this id")
        UUID testId,

        String target,
        String contract,
        DeliveryKind kind,

        @Schema(description = "Which invented letter was sent")
        String sample,

        @Schema(description = "false: it would break the contract and did not leave the hub")
        boolean sent,

        @Schema(enumeration = {"ACCEPTED", "ALREADY_HAD", "REFUSED", "BUSY", "UNREACHABLE", "CONTRACT_BREACH", "GONE"})
        String outcome,

        @Schema(description = "The HTTP status, where it is not simply one of success") @Nullable
        Integer status,

        long millis,

        @Schema(description = "In the words of its contract, or why nothing was sent or nobody answered") @Nullable
        String reason,

        @Schema(description = "The receiver's own number") @Nullable
        String receivedAs,

        @Schema(description = "Where the letter, or the answer (/answer), breaks the contract")
        List<Fault> faults,

        @Schema(type = SchemaType.OBJECT, description = "The beginning of the answer, masked") @Nullable
        JsonNode answer) {}
