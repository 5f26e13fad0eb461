package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.huiliu.cases.AttachmentBook;
import org.huiliu.cases.CaseCaller;
import org.huiliu.cases.CaseEvent;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.LinkBook;
import org.huiliu.dedup.Matter;
import org.huiliu.dedup.ReplayGate;
import org.huiliu.intake.RecordKey;
import org.huiliu.intake.ReportLedger;
import org.huiliu.intake.StandingRecord;
import org.huiliu.model.Case;
import org.huiliu.model.CaseState;
import org.huiliu.platform.crypto.BlindIndex;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.huiliu.warnings.SubjectBook;

/**
 * Takes a report that was attached by mistake out of its case: its record, all versions of it, opens a case of its own
 * that goes its way by the rules, as if it had come alone.
 */
@ApplicationScoped
class Detaching {
    private final ReportLedger reports;
    private final AttachmentBook attachments;
    private final LinkBook links;
    private final Refolding refolding;
    private final ReplayGate gate;
    private final IndexEntry entry;
    private final SubjectBook subjects;
    private final BlindIndex blind;

    Detaching(
            ReportLedger reports,
            AttachmentBook attachments,
            LinkBook links,
            Refolding refolding,
            ReplayGate gate,
            IndexEntry entry,
            SubjectBook subjects,
            BlindIndex blind) {
        this.reports = reports;
        this.attachments = attachments;
        this.links = links;
        this.refolding = refolding;
        this.gate = gate;
        this.entry = entry;
        this.subjects = subjects;
        this.blind = blind;
    }

    /** What is found of a report. */
    sealed interface Claim {
        <T> T fold(Function<Attached, T> attached, Function<Problem, T> refused);
    }

    /** Its record is attached to the case, and locked. */
    record Attached(StandingRecord record) implements Claim {
        @Override
        public <T> T fold(Function<Attached, T> attached, Function<Problem, T> refused) {
            return attached.apply(this);
        }
    }

    private record Refused(Problem problem) implements Claim {
        @Override
        public <T> T fold(Function<Attached, T> attached, Function<Problem, T> refused) {
            return refused.apply(problem);
        }
    }

    /** Finds a report's record and locks it; the case is locked after it, by the caller. */
    Uni<Claim> claim(Tx tx, UUID caseId, UUID reportId) {
        return reports.recordOf(tx, reportId)
                .flatMap(found -> found.isEmpty() ? refused(unknown()) : claim(tx, caseId, found.get()));
    }

    private Uni<Claim> claim(Tx tx, UUID caseId, RecordKey key) {
        return reports.claim(tx, Map.of(key, caseId)).flatMap(known -> {
            UUID where = known.values().iterator().next().caseId();
            return where.equals(caseId) ? among(tx, caseId, key) : elsewhere(tx, caseId, where);
        });
    }

    private Uni<Claim> among(Tx tx, UUID caseId, RecordKey key) {
        return reports.standing(tx, List.of(caseId)).map(standing -> {
            List<StandingRecord> all = standing.getOrDefault(caseId, List.of());
            Optional<StandingRecord> one =
                    all.stream().filter(record -> record.key().equals(key)).findFirst();
            if (one.isEmpty()) {
                return new Refused(unknown());
            }
            return one.get().opened() || all.size() == 1 ? new Refused(opener(all)) : new Attached(one.get());
        });
    }

    private Uni<Claim> elsewhere(Tx tx, UUID caseId, UUID where) {
        return links.members(tx, List.of(caseId))
                .map(members -> members.getOrDefault(caseId, Set.of()).contains(where)
                        ? new Refused(Problem.of(
                                ProblemType.CONFLICT,
                                "The report belongs to case " + where
                                        + ", which is merged into this one: order it there."))
                        : new Refused(unknown()));
    }

    private static Problem opener(List<StandingRecord> all) {
        return Problem.of(
                        ProblemType.ILLEGAL_MOVE,
                        "The report opened the case: only one that was attached can be taken out.")
                .allowing(all.stream()
                        .filter(record -> !record.opened())
                        .map(record -> record.reportId().toString())
                        .toList());
    }

    private static Problem unknown() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such report in this case.")
                .with(List.of(Fault.at("/reportId", "unknown", "There is no such report in this case.")));
    }

    private static Uni<Claim> refused(Problem problem) {
        return Uni.createFrom().item(new Refused(problem));
    }

    /**
     * Opens the record's own case.
     *
     * @param upwards the locked case that it leaves, and those which that one is merged into
     * @return the new case; the caller writes it with the others
     */
    Uni<CaseFile> detach(
            Tx tx, Dispatching dispatching, List<CaseFile> upwards, Attached claim, String actor, OffsetDateTime at) {
        StandingRecord record = claim.record;
        CaseFile left = upwards.get(0);
        CaseFile opened = open(record, left, dispatching, actor, at);
        return reports.move(tx, record.key(), opened.id())
                .flatMap(ids -> attachments.undo(tx, ids, actor, at))
                .invoke(() -> {
                    for (CaseFile file : upwards) {
                        file.step(at);
                        file.note(
                                CaseEvent.Kind.REPORT_DETACHED,
                                actor,
                                Map.of(
                                        "reportId", record.reportId().toString(),
                                        "externalId", record.key().externalId(),
                                        "into", opened.id().toString()));
                    }
                })
                .chain(() -> refolding.refold(tx, upwards))
                .invoke(() -> upwards.forEach(file -> Merging.tell(file, dispatching, actor)))
                .replaceWith(opened);
    }

    private static CaseFile open(
            StandingRecord record, CaseFile left, Dispatching dispatching, String actor, OffsetDateTime at) {
        CaseFile opened = CaseFile.open(
                Ids.at(at.toInstant().toEpochMilli()),
                record.key().feed(),
                record.content(),
                Receiving.marks(record.content()),
                at);
        if (record.phoneHash() != null) {
            opened.hear(new CaseCaller(opened.id(), record.phoneHash()));
        }
        opened.note(
                CaseEvent.Kind.DETACHED_FROM,
                actor,
                Map.of(
                        "case", left.id().toString(),
                        "reportId", record.reportId().toString()));
        if (record.content().withdrawn()) {
            opened.moveTo(CaseState.INVALID, actor, Map.of());
        } else {
            dispatching.dispatch(opened);
        }
        return opened;
    }

    /** Notes what the new case is about, once it is written. */
    Uni<Void> name(Tx tx, CaseFile opened) {
        Case now = opened.now();
        Matter matter = Matter.of(now.feed(), now.content(), now.openedAt(), blind::of);
        return subjects.add(tx, Naming.of(now.id(), matter, now.content(), now.openedAt()));
    }

    /** What remembers where the record was learns where it is now, and the new case can be found by what it says. */
    Uni<Void> follow(CaseFile opened, Attached claim) {
        return remember(opened, claim.record).chain(() -> entry.enter(opened));
    }

    private Uni<Void> remember(CaseFile opened, StandingRecord record) {
        return record.version() == null
                ? Uni.createFrom().voidItem()
                : gate.remember(Map.of(
                        new ReplayGate.Message(
                                record.key().feed(), record.key().externalId(), record.version(), record.hash()),
                        new ReplayGate.Committed(record.reportId(), opened.id())));
    }
}
