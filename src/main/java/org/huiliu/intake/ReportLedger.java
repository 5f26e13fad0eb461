package org.huiliu.intake;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huiliu.platform.tx.Tx;

/** Where reports and the identity of their records are kept. Each call adds to the caller's transaction. */
public interface ReportLedger {

    /**
     * Claims records for this transaction: unknown ones are entered with the case proposed for them, all are locked in
     * the order of their keys, so that a record has one writer at a time on all pods.
     *
     * @param proposed for each record the case that it would open
     */
    Uni<Map<RecordKey, KnownRecord>> claim(Tx tx, Map<RecordKey, UUID> proposed);

    /** The reports that already hold a very content, by record and hash. */
    Uni<Map<RecordedContent, UUID>> history(Tx tx, Collection<RecordedContent> wanted);

    /** Which reports opened these cases. */
    Uni<List<Opener>> openers(Tx tx, Collection<UUID> cases);

    /** What clients were told under their keys. */
    Uni<Map<ClientKey, StoredAnswer>> answers(Tx tx, Collection<ClientKey> keys);

    /** Writes reports, what is now known of their records, and the answers to keep. */
    Uni<Void> write(Tx tx, List<NewReport> reports, Collection<KnownRecord> records, List<StoredAnswer> answers);

    /**
     * The records of cases with what they say now, by case; the one that opened the case first, then in the order in
     * which they came.
     */
    Uni<Map<UUID, List<StandingRecord>>> standing(Tx tx, Collection<UUID> cases);

    /** The record that a report is a version of. */
    Uni<Optional<RecordKey>> recordOf(Tx tx, UUID reportId);

    /**
     * Moves a record with all its reports to a case that it opens.
     *
     * @return the ids of its reports
     */
    Uni<List<UUID>> move(Tx tx, RecordKey key, UUID caseId);

    /** Where a record stands. */
    Uni<Optional<RecordStatus>> status(RecordKey key);

    /**
     * A report that opened a case.
     *
     * @param reportId the first version of the record
     */
    record Opener(RecordKey key, UUID caseId, UUID reportId) {}

    /**
     * A content of a record.
     *
     * @param hash SHA-256 in hexadecimal
     */
    record RecordedContent(RecordKey key, String hash) {}
}
