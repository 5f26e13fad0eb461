package org.huiliu.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.huiliu.cases.AttachmentBook;
import org.huiliu.cases.CaseCaller;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.LinkBook;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.intake.Accepted;
import org.huiliu.intake.ClientKey;
import org.huiliu.intake.KnownRecord;
import org.huiliu.intake.NewReport;
import org.huiliu.intake.Outcome;
import org.huiliu.intake.RecordKey;
import org.huiliu.intake.ReportLedger;
import org.huiliu.intake.StoredAnswer;
import org.huiliu.warnings.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * The desk of one accept transaction: what was read and locked for its reports, and what settling them has left to be
 * written. Each report finds what the earlier ones of its group have put down.
 */
final class AcceptDesk {
    /** What is known of the records, claimed by this transaction. */
    final Map<RecordKey, KnownRecord> records = new HashMap<>();

    /** The cases, locked or opened here. */
    final Map<UUID, CaseFile> files = new LinkedHashMap<>();

    /** Contents that are stored already. */
    final Map<ReportLedger.RecordedContent, UUID> history = new HashMap<>();

    /** What clients were told under their keys. */
    final Map<ClientKey, StoredAnswer> answers = new HashMap<>();

    /** The records that opened cases. */
    final Set<RecordKey> openers = new HashSet<>();

    /** The reports that opened cases, by case. */
    final Map<UUID, UUID> firstReports = new HashMap<>();

    /** What this group's reports have opened, by case. */
    final Map<UUID, Submission> openedHere = new HashMap<>();

    /** Who has called about which case. */
    final Set<CaseCaller> heard = new HashSet<>();

    /** The cases that merged ones are handled with. */
    final Map<UUID, UUID> masters = new HashMap<>();

    final Set<RecordKey> touched = new LinkedHashSet<>();
    final List<NewReport> newReports = new ArrayList<>();
    final List<StoredAnswer> newAnswers = new ArrayList<>();

    /** What is to be written beside the cases. */
    final Owed owed = new Owed();

    final List<NewDelivery> pacedUpdates = new ArrayList<>();
    final List<AttachmentBook.Attached> attachments = new ArrayList<>();
    final List<LinkBook.Link> links = new ArrayList<>();

    final List<Sighting> sightings = new ArrayList<>();

    /** Newer versions of records that lead their case. */
    final Set<Submission> leading = new HashSet<>();

    KnownRecord record(RecordKey key) {
        return Objects.requireNonNull(records.get(key), () -> "record not claimed in feed " + key.feed());
    }

    UUID caseOf(Submission one) {
        return record(one.key()).caseId();
    }

    CaseFile file(Submission one) {
        return Objects.requireNonNull(files.get(caseOf(one)), "a known record has a case");
    }

    /** The case that this one is handled with, if it is merged. */
    @Nullable
    CaseFile master(CaseFile file) {
        UUID master = masters.get(file.id());
        return master == null ? null : files.get(master);
    }

    boolean shared(UUID caseId) {
        CaseFile file = files.get(caseId);
        return file != null && file.now().reportCount() > 1;
    }

    boolean heard(Submission one, UUID caseId) {
        return one.caller()
                .map(caller -> heard.contains(new CaseCaller(caseId, caller)))
                .orElse(false);
    }

    /** Counts the caller if he has not called about this case before. */
    void hear(CaseFile file, Submission one) {
        one.caller()
                .map(caller -> new CaseCaller(file.id(), caller))
                .filter(heard::add)
                .ifPresent(file::hear);
    }

    /** Puts a record into a case. */
    void place(RecordKey key, UUID caseId) {
        records.put(key, record(key).in(caseId));
        touched.add(key);
    }

    /** Keeps a report as the latest of its record. */
    Accepted store(Submission one, UUID caseId, Outcome outcome) {
        keep(one, caseId, outcome);
        records.put(
                one.key(),
                new KnownRecord(
                        one.key(),
                        caseId,
                        one.reportId(),
                        one.report().version(),
                        one.report().contentHash()));
        touched.add(one.key());
        return Accepted.of(one.reportId(), caseId, outcome);
    }

    /** Keeps a report that changes nothing. */
    void keep(Submission one, UUID caseId, Outcome outcome) {
        newReports.add(one.stored(caseId, outcome));
        history.put(one.content(), one.reportId());
    }
}
