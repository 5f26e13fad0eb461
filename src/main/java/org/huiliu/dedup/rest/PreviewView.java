package org.huiliu.dedup.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.dedup.PolicyPreview;
import org.huiliu.dedup.Rehearsal;
import org.jspecify.annotations.Nullable;

/** What a rehearsal showed, as operators read it. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RepeatPolicyRehearsal")
record PreviewView(
        @Schema(description = "How many reports were rehearsed.")
        int reports,

        @Schema(description = "When the last of them came.") @Nullable
        OffsetDateTime until,

        @Schema(description = "Whether the limit left out later ones.")
        boolean more,

        @Schema(description = "The version in force.") int comparedWith,

        @Schema(description = "Under the policies in force.")
        Counts now,

        @Schema(description = "Under these.") Counts then,

        @Schema(description = "How many would fare otherwise, for example SEPARATE>ATTACHED.")
        Map<String, Integer> changes,

        List<ExampleView> examples) {

    /** How many reports fare how. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "RepeatCounts")
    record Counts(int attached, int asked, int recurred, int separate) {
        static Counts of(Map<Rehearsal.Outcome, Integer> counted) {
            return new Counts(
                    counted.getOrDefault(Rehearsal.Outcome.ATTACHED, 0),
                    counted.getOrDefault(Rehearsal.Outcome.ASKED, 0),
                    counted.getOrDefault(Rehearsal.Outcome.RECURRED, 0),
                    counted.getOrDefault(Rehearsal.Outcome.SEPARATE, 0));
        }
    }

    /** A report that would fare otherwise. */
    @RegisterForReflection
    @Schema(name = "RepeatPolicyExample")
    record ExampleView(
            PastView report,
            Rehearsal.Outcome now,
            Rehearsal.Outcome then,

            @Schema(description = "The report that opened the case which it would join or be compared with.") @Nullable
            PastView other,

            Map<String, Object> evidence) {}

    /** A past report. */
    @RegisterForReflection
    @Schema(name = "PastReport")
    record PastView(UUID reportId, UUID caseId, String feed, OffsetDateTime receivedAt, String title) {
        static @Nullable PastView of(PolicyPreview.@Nullable Past past) {
            return past == null ? null : told(past);
        }

        static PastView told(PolicyPreview.Past past) {
            return new PastView(past.reportId(), past.caseId(), past.feed(), past.receivedAt(), past.title());
        }
    }

    static PreviewView of(PolicyPreview.Report report) {
        return new PreviewView(
                report.reports(),
                report.until(),
                report.more(),
                report.comparedWith(),
                Counts.of(report.now()),
                Counts.of(report.then()),
                report.changes(),
                report.examples().stream()
                        .map(one -> new ExampleView(
                                PastView.told(one.report()),
                                one.now(),
                                one.then(),
                                PastView.of(one.other()),
                                one.evidence()))
                        .toList());
    }
}
