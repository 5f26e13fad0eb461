package org.huiliu.cases;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.model.CaseContent;
import org.jspecify.annotations.Nullable;

/**
 * A report of a case as it is read: where it came from, what became of it and why it lies here; what it says, without its personal
 * data, for whoever decides about cases.
 *
 * @param caseId whose report it is: the case that is read, or one that is merged into it
 */
@RegisterForReflection
public record CaseReport(
        UUID reportId,

        @Schema(description = "The case that is read, or one that is merged into it.")
        UUID caseId,

        String feed,
        String externalId,
        @Nullable String version,
        @Nullable String mainRecord,
        String outcome,
        OffsetDateTime receivedAt,
        @Nullable String channel,
        String mediaType,

        @Schema(description = "Why it lies with a case that it did not open.") @Nullable
        Attachment attachment,

        @Schema(description = "来电内容(不含个人信息),仅研判人员可见 / what it says, for operators of triage alone") @Nullable
        CaseContent said) {

    /** The same report, lying here for this reason. */
    public CaseReport with(@Nullable Attachment told) {
        return new CaseReport(
                reportId,
                caseId,
                feed,
                externalId,
                version,
                mainRecord,
                outcome,
                receivedAt,
                channel,
                mediaType,
                told,
                said);
    }

    /**
     * Why a report is attached.
     *
     * @param repeatOf the report that opened the case
     */
    @RegisterForReflection
    @Schema(name = "ReportAttachment")
    public record Attachment(
            String layer, @Nullable UUID repeatOf, Map<String, Object> evidence, String decidedBy, OffsetDateTime at) {}
}
