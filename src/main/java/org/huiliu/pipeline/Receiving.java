package org.huiliu.pipeline;

import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huiliu.cases.Absorption;
import org.huiliu.cases.AttachmentBook;
import org.huiliu.cases.CaseEvent;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseMoves;
import org.huiliu.cases.LinkBook;
import org.huiliu.dedup.Evidence;
import org.huiliu.dedup.Layer;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.intake.Accepted;
import org.huiliu.intake.KnownRecord;
import org.huiliu.intake.Outcome;
import org.huiliu.intake.RecordKey;
import org.huiliu.model.CaseContent;
import org.huiliu.model.CaseState;
import org.huiliu.model.Mark;
import org.huiliu.reviews.ReviewBook;
import org.jspecify.annotations.Nullable;

/** What a report does to its case: opens it, is attached to it, changes it, or changes nothing. */
final class Receiving {
    private static final String HUB = "hub";

    private final AcceptDesk desk;
    private final Dispatching dispatching;
    private final Growth growth;
    private final RepeatPolicies policies;

    Receiving(AcceptDesk desk, Dispatching dispatching, Growth growth, RepeatPolicies policies) {
        this.policies = policies;
        this.desk = desk;
        this.dispatching = dispatching;
        this.growth = growth;
    }

    /**
     * A record and the one that its source joined it to belong to one case: the one that is open already, whichever of
     * the two opened it. Where both have a case of their own they keep it: a merge must be undoable, a move is not.
     */
    private void join(Submission one) {
        RecordKey mainKey = one.mainKey();
        if (mainKey == null) {
            return;
        }
        KnownRecord own = desk.record(one.key());
        KnownRecord main = desk.record(mainKey);
        if (!desk.files.containsKey(main.caseId())) {
            desk.place(mainKey, own.caseId());
        } else if (own.reportId() == null) {
            desk.place(one.key(), main.caseId());
        }
    }

    Accepted take(Submission one, Repeats repeats) {
        Optional<Verdict> verdict = joinedAtItsSource(one) ? Optional.empty() : repeats.firmest(one);
        Optional<Verdict> repeat = verdict.filter(Verdict::attaches);
        repeat.ifPresent(found -> desk.place(one.key(), found.caseId()));
        join(one);
        if (!desk.files.containsKey(desk.caseOf(one))) {
            return open(one, verdict, repeats);
        }
        return repeat.map(found -> attachAsRepeat(one, found.evidence())).orElseGet(() -> attachToMainRecord(one));
    }

    /** The line itself has said where the record belongs: nothing is left to compare. */
    private boolean joinedAtItsSource(Submission one) {
        RecordKey main = one.mainKey();
        return desk.files.containsKey(desk.caseOf(one))
                || (main != null && desk.files.containsKey(desk.record(main).caseId()));
    }

    private Accepted open(Submission one, Optional<Verdict> verdict, Repeats repeats) {
        CaseContent content = one.report().content();
        UUID caseId = desk.caseOf(one);
        CaseFile file = CaseFile.open(caseId, one.report().feed(), content, marks(content), at(one));
        desk.files.put(caseId, file);
        desk.openers.add(one.key());
        desk.openedHere.put(caseId, one);
        desk.firstReports.put(caseId, one.reportId());
        desk.hear(file, one);
        desk.sightings.addAll(Naming.of(caseId, one.matter(), content, at(one)));
        if (repeats.unchecked(one) || verdict.map(Verdict::onceForwarded).orElse(false)) {
            file.mark(Mark.UNCHECKED);
        }
        if (content.withdrawn()) {
            file.moveTo(CaseState.INVALID, actor(one), Map.of());
        } else {
            dispatching.dispatch(file);
        }
        return verdict.map(found -> found.judgement()
                        .fold(
                                attach -> desk.store(one, caseId, Outcome.OPENED),
                                ask -> suspect(one, found, ask.evidence()),
                                recurs -> recur(one, found, recurs.evidence()),
                                separate -> desk.store(one, caseId, Outcome.OPENED)))
                .orElseGet(() -> desk.store(one, caseId, Outcome.OPENED));
    }

    /** Perhaps a repeat: the report keeps its own case, and a person is asked. */
    private Accepted suspect(Submission one, Verdict verdict, Evidence evidence) {
        UUID caseId = desk.caseOf(one);
        Map<String, Object> why = evidence.asMap();
        desk.owed.reviews.add(ReviewBook.NewReview.suspected(caseId, verdict.caseId(), why, at(one)));
        desk.file(one).note(CaseEvent.Kind.SUSPECTED, HUB, pointing(verdict, why));
        return desk.store(one, caseId, Outcome.SUSPECTED).repeating(desk.firstReports.get(verdict.caseId()), why);
    }

    /** A matter that is over has come back: its own case, never a silent reopening. */
    private Accepted recur(Submission one, Verdict verdict, Evidence evidence) {
        UUID caseId = desk.caseOf(one);
        Map<String, Object> why = evidence.asMap();
        desk.links.add(new LinkBook.Link(caseId, verdict.caseId(), LinkBook.Kind.RECURRENCE, why, HUB, at(one)));
        desk.file(one).note(CaseEvent.Kind.RECURRED, HUB, pointing(verdict, why));
        return desk.store(one, caseId, Outcome.OPENED).repeating(desk.firstReports.get(verdict.caseId()), why);
    }

    private static Map<String, Object> pointing(Verdict verdict, Map<String, Object> why) {
        return Map.of("otherCase", verdict.caseId().toString(), "evidence", why);
    }

    private Accepted attachAsRepeat(Submission one, Evidence evidence) {
        return attach(one, evidence.layer(), desk.firstReports.get(desk.caseOf(one)), evidence.asMap());
    }

    private Accepted attachToMainRecord(Submission one) {
        RecordKey main = one.mainKey();
        Map<String, Object> why = new LinkedHashMap<>();
        why.put("layer", Layer.MAIN_RECORD.name());
        if (main != null) {
            why.put("mainRecord", main.externalId());
        }
        return attach(
                one, Layer.MAIN_RECORD, main == null ? null : desk.record(main).reportId(), why);
    }

    private Accepted attach(Submission one, Layer layer, @Nullable UUID first, Map<String, Object> why) {
        CaseFile file = desk.file(one);
        growth.of(file, one);
        file.step(at(one));
        file.countReport();
        desk.hear(file, one);
        countInMaster(file, one);
        file.note(CaseEvent.Kind.REPORT_ATTACHED, actor(one), attached(one, why));
        // one that its source has withdrawn is kept and adds nothing
        if (!one.report().content().withdrawn() && heed(file, one)) {
            growth.sentAnew(file);
        }
        ManyCallers.raise(file, policies.of(one.matter()));
        desk.attachments.add(
                new AttachmentBook.Attached(one.reportId(), file.id(), first, layer.name(), why, HUB, at(one)));
        return desk.store(one, file.id(), Outcome.REPEAT).repeating(first, why);
    }

    Accepted update(Submission one) {
        join(one);
        CaseFile file = desk.file(one);
        CaseContent content = one.report().content();
        file.step(at(one));
        file.note(CaseEvent.Kind.REPORT_UPDATED, actor(one), noted(one));
        if (!content.withdrawn()) {
            if (!heed(file, one)) {
                tellOf(file);
            }
        } else if (file.now().reportCount() == 1) {
            file.replace(content);
            withdraw(file, actor(one));
        }
        if (desk.openers.contains(one.key())) {
            desk.leading.add(one);
        }
        return desk.store(one, file.id(), Outcome.UPDATED);
    }

    /**
     * What a further report, or a newer version of one, does to its case; one that stands brings a case back that
     * consisted of withdrawn ones.
     *
     * @return whether the case was sent to its units anew
     */
    private boolean heed(CaseFile file, Submission one) {
        CaseContent before = file.now().content();
        CaseContent content = one.report().content();
        // an operator's INVALID stands: only what the source itself declared invalid comes back with it
        boolean revived = file.state() == CaseState.INVALID && before.withdrawn();
        if (file.now().reportCount() == 1) {
            file.replace(content);
        } else if (revived || desk.openers.contains(one.key())) {
            file.replace(Absorption.led(content, before));
        } else {
            file.replace(Absorption.of(before, content));
        }
        marks(content).forEach(file::mark);
        if (revived) {
            file.note(CaseEvent.Kind.REVIVED, actor(one), Map.of());
            file.moveTo(CaseState.RECEIVED, actor(one), Map.of());
            dispatching.dispatch(file);
        }
        enrichMaster(file, one);
        return revived;
    }

    /** A case counts the reports of those that are merged into it. */
    private void countInMaster(CaseFile file, Submission one) {
        CaseFile master = desk.master(file);
        if (master != null) {
            master.step(at(one));
            master.countReport();
            desk.hear(master, one);
            master.note(CaseEvent.Kind.REPORT_ATTACHED, actor(one), noted(one));
        }
    }

    /** A case that is merged is in nobody's hands: what its reports add goes to the one that is. */
    private void enrichMaster(CaseFile file, Submission one) {
        CaseFile master = desk.master(file);
        if (master != null) {
            master.step(at(one));
            master.note(CaseEvent.Kind.REPORT_UPDATED, actor(one), noted(one));
            master.replace(Absorption.of(master.now().content(), one.report().content()));
            tellOf(master);
        }
    }

    /** A case whose only report was withdrawn ends, unless it is too far gone; its units hear of it either way. */
    private void withdraw(CaseFile file, String actor) {
        if (!CaseMoves.legal(file.state(), CaseState.INVALID)) {
            tellOf(file);
            return;
        }
        file.note(CaseEvent.Kind.WITHDRAWN, actor, Map.of());
        dispatching.recall(file, actor);
        file.moveTo(CaseState.INVALID, actor, Map.of());
    }

    /** Nobody needs to hear more of a case that is invalid. */
    private void tellOf(CaseFile file) {
        if (file.state() != CaseState.INVALID) {
            dispatching.update(file);
        }
    }

    Accepted keepStale(Submission one) {
        CaseFile file = desk.file(one);
        desk.keep(one, file.id(), Outcome.STALE);
        file.step(at(one));
        file.note(CaseEvent.Kind.REPORT_STALE, actor(one), noted(one));
        return Accepted.of(one.reportId(), file.id(), Outcome.STALE);
    }

    static Set<Mark> marks(CaseContent content) {
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        if (content.place().division() == null) {
            marks.add(Mark.NO_DIVISION);
        }
        if (!content.unmapped().isEmpty()) {
            marks.add(Mark.UNMAPPED_CODE);
        }
        return marks;
    }

    private static Map<String, Object> noted(Submission one) {
        return Map.of(
                "reportId",
                one.reportId().toString(),
                "externalId",
                one.report().externalId());
    }

    private static Map<String, Object> attached(Submission one, Map<String, Object> why) {
        Map<String, Object> data = new LinkedHashMap<>(noted(one));
        data.put("evidence", why);
        return data;
    }

    private static String actor(Submission one) {
        return "feed:" + one.report().feed();
    }

    private static OffsetDateTime at(Submission one) {
        return one.arrival().receivedAt();
    }
}
