package org.huiliu.feedback.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.feedback.Receipt;
import org.huiliu.feedback.ReceiptKind;
import org.huiliu.model.Result;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/** A receipt as a unit sends it; a property that is not named here is refused. */
@RegisterForReflection
@Schema(
        name = "Receipt",
        description = "回执 / what a unit reports about a case",
        requiredProperties = {"deliveryId", "receiptId", "kind"},
        additionalProperties = Schema.False.class)
record ReceiptBody(
        @Schema(description = "所回执的投递编号 / the delivery that is answered") @Nullable
        UUID deliveryId,

        @Schema(
                description = "承办系统自己的回执编号，重发得到同一答复 / the unit's own number: the same one again gets the same answer",
                minLength = 1,
                maxLength = 128)
        @Nullable
        String receiptId,

        @Schema(description = "签收 SIGNED、进展 PROGRESS、办结 RESOLVED、申请退单 RETURN_REQUESTED") @Nullable
        ReceiptKind kind,

        @Schema(description = "发生时间 / when it happened; absent means now") @Nullable
        OffsetDateTime at,

        @Schema(description = "进展说明或退单理由 / progress, or the reason of a return", maxLength = 4000) @Nullable
        String text,

        @Schema(description = "经办人 / who signed", maxLength = 100) @Nullable
        String by,

        @Schema(description = "办理结果，仅且必须随 RESOLVED / with RESOLVED, and only then") @Nullable
        ResultBody result) {

    private static final int LONGEST_TEXT = 4000;
    /** A unit's clock may be ahead of the hub's. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private static final OffsetDateTime EARLIEST = OffsetDateTime.parse("2000-01-01T00:00:00+08:00");

    /** What came of the case. */
    @RegisterForReflection
    @Schema(
            name = "ReceiptResult",
            requiredProperties = {"outcome"},
            additionalProperties = Schema.False.class)
    record ResultBody(
            @Schema(description = "解决 SOLVED、部分解决 PARTLY_SOLVED、未解决 UNSOLVED、不属实 UNFOUNDED、不予受理 NOT_ACCEPTED")
            Result.@Nullable Outcome outcome,

            @Schema(description = "单位自己的结果代码 / the unit's own result code") @Nullable
            CodeBody code,

            @Schema(maxLength = 4000) @Nullable String text) {}

    /** A code of the unit's own table. */
    @RegisterForReflection
    @Schema(
            name = "ReceiptResultCode",
            requiredProperties = {"system", "code"},
            additionalProperties = Schema.False.class)
    record CodeBody(
            @Schema(minLength = 1, maxLength = 64) @Nullable String system,
            @Schema(minLength = 1, maxLength = 64) @Nullable String code) {}

    /** What is missing, too much or too long. */
    List<Fault> faults(OffsetDateTime now) {
        List<Fault> faults = new ArrayList<>();
        if (deliveryId == null) {
            faults.add(Fault.missing("/deliveryId"));
        }
        if (receiptId == null || receiptId.isBlank()) {
            faults.add(Fault.missing("/receiptId"));
        }
        if (kind == null) {
            faults.add(Fault.missing("/kind"));
        }
        if (at != null && (at.isAfter(now.plus(CLOCKS_DIFFER)) || at.isBefore(EARLIEST))) {
            faults.add(Fault.at("/at", "range", "Something that has happened, in this century."));
        }
        bounded(faults, "/receiptId", receiptId, 128);
        bounded(faults, "/text", text, LONGEST_TEXT);
        bounded(faults, "/by", by, 100);
        if (kind == ReceiptKind.RETURN_REQUESTED && (text == null || text.isBlank())) {
            faults.add(Fault.at("/text", "required", "A return needs a reason."));
        }
        if (kind == ReceiptKind.RESOLVED && result == null) {
            faults.add(Fault.missing("/result"));
        }
        if (result != null) {
            ofResult(faults, result);
        }
        return faults;
    }

    private void ofResult(List<Fault> faults, ResultBody reported) {
        if (kind != null && kind != ReceiptKind.RESOLVED) {
            faults.add(Fault.at("/result", "forbidden", "A result comes with RESOLVED only."));
        }
        if (reported.outcome() == null) {
            faults.add(Fault.missing("/result/outcome"));
        }
        bounded(faults, "/result/text", reported.text(), LONGEST_TEXT);
        CodeBody code = reported.code();
        if (code != null) {
            if (code.system() == null || code.system().isBlank()) {
                faults.add(Fault.missing("/result/code/system"));
            }
            if (code.code() == null || code.code().isBlank()) {
                faults.add(Fault.missing("/result/code/code"));
            }
            bounded(faults, "/result/code/system", code.system(), 64);
            bounded(faults, "/result/code/code", code.code(), 64);
        }
    }

    /** The receipt, of a body without faults. */
    Receipt of(String target, UUID caseId) {
        if (deliveryId == null || receiptId == null || kind == null) {
            throw new IllegalStateException("a body with faults is no receipt");
        }
        return new Receipt(target, caseId, deliveryId, receiptId, kind, at, blankAsAbsent(text), by, reported());
    }

    private Receipt.@Nullable ReportedResult reported() {
        if (result == null || result.outcome() == null) {
            return null;
        }
        CodeBody code = result.code();
        return new Receipt.ReportedResult(
                result.outcome(),
                code == null || code.system() == null || code.code() == null
                        ? null
                        : new Result.Code(code.system(), code.code()),
                blankAsAbsent(result.text()));
    }

    private static @Nullable String blankAsAbsent(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    private static void bounded(List<Fault> faults, String pointer, @Nullable String value, int longest) {
        if (value != null && value.length() > longest) {
            faults.add(Fault.tooLong(pointer, longest));
        }
    }
}
