package org.huiliu.feedback;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.model.AssignmentState;
import org.huiliu.model.CaseState;

/** Where a case and the unit's assignment stand after a receipt. */
@RegisterForReflection
@Schema(description = "回执后的状态 / where the case and the unit's assignment stand after the receipt")
public record Standing(
        @Schema(description = "回执编号 / the receipt's own number")
        String receiptId,

        @Schema(description = "投递编号") UUID deliveryId,
        @Schema(description = "诉求编号") UUID caseId,
        @Schema(description = "案件状态 / state of the case") CaseState caseState,

        @Schema(description = "承办状态 / state of the unit's assignment")
        AssignmentState assignmentState,

        @Schema(description = "诉求版本 / revision of the case") int revision,

        @Schema(description = "记录时间 / when the hub took it down")
        OffsetDateTime at) {}
