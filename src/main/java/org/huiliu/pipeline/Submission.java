package org.huiliu.pipeline;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.huiliu.dedup.Matter;
import org.huiliu.dedup.ReplayGate;
import org.huiliu.intake.Arrival;
import org.huiliu.intake.ClientKey;
import org.huiliu.intake.NewReport;
import org.huiliu.intake.Outcome;
import org.huiliu.intake.RecordKey;
import org.huiliu.intake.ReportLedger;
import org.huiliu.normalize.Normalized;
import org.huiliu.platform.time.Ids;
import org.jspecify.annotations.Nullable;

/**
 * A normalized report on its way into a group.
 *
 * @param reportId the id it gets if it is stored
 * @param caseId the id of the case that it opens if it opens one
 * @param matter what it tells, prepared for comparing
 * @param caller keyed hash of the caller's number, hexadecimal; absent when it is hidden
 */
record Submission(
        Arrival arrival, Normalized report, UUID reportId, UUID caseId, Matter matter, Optional<String> caller) {

    static Submission of(Arrival arrival, Normalized report, Function<String, byte[]> blind) {
        long at = arrival.receivedAt().toInstant().toEpochMilli();
        return new Submission(
                arrival,
                report,
                Ids.at(at),
                Ids.at(at),
                Matter.of(report.feed(), report.content(), arrival.receivedAt(), blind),
                report.content().callerPhone().map(blind).map(HexFormat.of()::formatHex));
    }

    /** This report as something to compare. */
    Comparing.Subject against(Prospects prospects) {
        return new Comparing.Subject(caseId, matter, caller, prospects.of(this));
    }

    /** Each submission is its own, whatever it says. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Submission that && reportId.equals(that.reportId);
    }

    @Override
    public int hashCode() {
        return reportId.hashCode();
    }

    RecordKey key() {
        return new RecordKey(report.feed(), report.externalId());
    }

    /** The record that this one was joined to at its source, if it is another one. */
    @Nullable
    RecordKey mainKey() {
        String main = report.mainRecord();
        return main == null || main.equals(report.externalId()) ? null : new RecordKey(report.feed(), main);
    }

    ReportLedger.RecordedContent content() {
        return new ReportLedger.RecordedContent(key(), report.contentHash());
    }

    @Nullable
    ClientKey clientKey() {
        String key = arrival.idempotencyKey();
        return key == null ? null : new ClientKey(arrival.client(), key);
    }

    /** What the replay gate may be asked; null when only PostgreSQL can tell. */
    ReplayGate.@Nullable Message gated() {
        String version = report.version();
        return version == null || arrival.idempotencyKey() != null
                ? null
                : new ReplayGate.Message(report.feed(), report.externalId(), version, report.contentHash());
    }

    /** This report as it is stored. */
    NewReport stored(UUID caseId, Outcome outcome) {
        return new NewReport(
                reportId,
                key(),
                report.version(),
                report.mainRecord(),
                report.contentHash(),
                caseId,
                outcome,
                arrival.receivedAt(),
                report.content(),
                arrival.payload(),
                arrival.mediaType());
    }
}
