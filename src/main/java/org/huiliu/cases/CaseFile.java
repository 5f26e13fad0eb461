package org.huiliu.cases;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huiliu.model.Assignment;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.AssignmentState;
import org.huiliu.model.Basis;
import org.huiliu.model.Case;
import org.huiliu.model.CaseContent;
import org.huiliu.model.CaseState;
import org.huiliu.model.Handling;
import org.huiliu.model.Mark;
import org.huiliu.model.Result;
import org.jspecify.annotations.Nullable;

/**
 * A case on the desk of one transaction: its record, its assignments, and the events of what is done to it. Every step
 * that changes something raises the revision once ({@link #step}); {@link CaseLedger#write} writes what changed,
 * compare-and-set on the revision it was read with. Not thread-safe: it lives inside one transaction.
 */
public final class CaseFile {
    private final UUID id;
    private final String feed;
    private final int readRevision;
    private final OffsetDateTime openedAt;
    private final List<Assignment> assignments;
    private final List<CaseEvent> events = new ArrayList<>();
    private final Set<Mark> marks = EnumSet.noneOf(Mark.class);
    private int revision;
    private CaseState state;
    private @Nullable CaseState stateBefore;
    private CaseContent content;
    private Handling handling;
    private @Nullable Result result;
    private int reportCount;
    private int callerCount;
    private final List<CaseCaller> newCallers = new ArrayList<>();
    private OffsetDateTime updatedAt;

    private CaseFile(int readRevision, Case record, List<Assignment> assignments) {
        this.readRevision = readRevision;
        this.id = record.id();
        this.feed = record.feed();
        this.openedAt = record.openedAt();
        this.assignments = new ArrayList<>(assignments);
        this.marks.addAll(record.marks());
        this.revision = record.revision();
        this.state = record.state();
        this.stateBefore = record.stateBefore();
        this.content = record.content();
        this.handling = record.handling();
        this.result = record.result();
        this.reportCount = record.reportCount();
        this.callerCount = record.callerCount();
        this.updatedAt = record.updatedAt();
    }

    /** A file as read from the ledger. */
    public static CaseFile read(Case stored, List<Assignment> assignments) {
        return new CaseFile(stored.revision(), stored, assignments);
    }

    /** A new case in state RECEIVED, opened by a report of a feed. */
    public static CaseFile open(UUID id, String feed, CaseContent content, Set<Mark> marks, OffsetDateTime at) {
        Handling nobodyYet = Handling.nobodys(feed);
        Case first = new Case(id, 1, CaseState.RECEIVED, null, marks, feed, content, nobodyYet, null, 1, 0, at, at);
        CaseFile file = new CaseFile(0, first, List.of());
        file.event(CaseEvent.Kind.OPENED, "feed:" + feed, null, CaseState.RECEIVED, Map.of());
        return file;
    }

    public UUID id() {
        return id;
    }

    public CaseState state() {
        return state;
    }

    /** The case as it is after the steps so far. */
    public Case now() {
        return new Case(
                id,
                revision,
                state,
                stateBefore,
                marks,
                feed,
                content,
                handling,
                result,
                reportCount,
                callerCount,
                openedAt,
                updatedAt);
    }

    /** The revision under which it was read; 0 for a new case. */
    public int readRevision() {
        return readRevision;
    }

    /** Whether there is anything to write. */
    public boolean changed() {
        return !events.isEmpty();
    }

    public List<CaseEvent> events() {
        return List.copyOf(events);
    }

    public List<Assignment> assignments() {
        return List.copyOf(assignments);
    }

    /** The assignments of units that still have the case. */
    public List<Assignment> openAssignments() {
        return assignments.stream().filter(Assignment::open).toList();
    }

    public Optional<Assignment> assignment(UUID assignmentId) {
        return assignments.stream().filter(a -> a.id().equals(assignmentId)).findFirst();
    }

    /** Starts a step: raises the revision, so that the deliveries it causes have their own place in the order. */
    public void step(OffsetDateTime at) {
        revision++;
        updatedAt = at;
    }

    /** Writes down something that moves no state. */
    public void note(CaseEvent.Kind kind, String actor, Map<String, Object> data) {
        event(kind, actor, null, null, data);
    }

    /**
     * Moves the case by its table.
     *
     * @throws IllegalStateException when the table lacks the move: callers that let others choose ask
     *     {@link CaseMoves#legal} first
     */
    public void moveTo(CaseState next, String actor, Map<String, Object> data) {
        if (!CaseMoves.legal(state, next)) {
            throw new IllegalStateException(
                    "case may not go from " + state + " to " + next + ", only to " + CaseMoves.from(state));
        }
        stateBefore = state;
        state = next;
        event(CaseEvent.Kind.STATE_CHANGED, actor, stateBefore, next, data);
    }

    /** Takes over newer content, or content enriched by another report. */
    public void replace(CaseContent newer) {
        content = newer;
    }

    /** Counts one more report. */
    public void countReport() {
        reportCount++;
    }

    /** Counts a caller who has not called about this case before ({@link CaseLedger#heard} knows who has). */
    public void hear(CaseCaller caller) {
        newCallers.add(caller);
        callerCount++;
    }

    /** Callers counted in this transaction. */
    public List<CaseCaller> newCallers() {
        return List.copyOf(newCallers);
    }

    /** Takes over how many reports and callers the case has, counted anew. */
    public void count(int reports, int callers) {
        reportCount = reports;
        callerCount = callers;
    }

    public void mark(Mark mark) {
        marks.add(mark);
    }

    public void unmark(Mark mark) {
        marks.remove(mark);
    }

    /** Records who handles the case. */
    public void handledBy(Handling newer) {
        handling = newer;
    }

    /** Records what came of it; null when it is opened again. */
    public void conclude(@Nullable Result newer) {
        result = newer;
    }

    /** Gives the case to a unit. */
    public Assignment assign(UUID assignmentId, String target, AssignmentRole role, Basis basis) {
        Assignment given = new Assignment(
                assignmentId, id, target, role, AssignmentState.DISPATCHED, null, basis, updatedAt, updatedAt);
        assignments.add(given);
        note(
                CaseEvent.Kind.ASSIGNED,
                "hub",
                Map.of(
                        "target", target,
                        "role", role.name(),
                        "ruleset", basis.rulesetVersion(),
                        "rule", basis.rule(),
                        "reason", basis.reason()));
        return given;
    }

    /**
     * Moves an assignment by its table.
     *
     * @throws IllegalStateException when the table lacks the move
     */
    public void moveAssignment(UUID assignmentId, AssignmentState next, String actor, Map<String, Object> data) {
        Assignment before = assignment(assignmentId).orElseThrow();
        if (!AssignmentMoves.legal(before.state(), next)) {
            throw new IllegalStateException("assignment may not go from " + before.state() + " to " + next
                    + ", only to " + AssignmentMoves.from(before.state()));
        }
        Assignment after = before.in(next, updatedAt);
        assignments.set(assignments.indexOf(before), after);
        event(
                CaseEvent.Kind.ASSIGNMENT_CHANGED,
                actor,
                null,
                null,
                merge(data, Map.of("target", before.target(), "from", before.state(), "to", next)));
    }

    private void event(
            CaseEvent.Kind kind,
            String actor,
            @Nullable CaseState from,
            @Nullable CaseState to,
            Map<String, Object> data) {
        events.add(new CaseEvent(id, updatedAt, kind, actor, from, to, revision, data));
    }

    private static Map<String, Object> merge(Map<String, Object> one, Map<String, Object> other) {
        Map<String, Object> both = new LinkedHashMap<>(one);
        other.forEach((key, value) -> both.put(key, String.valueOf(value)));
        return both;
    }
}
