package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huiliu.cases.Absorption;
import org.huiliu.cases.CaseEvent;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.CaseMoves;
import org.huiliu.cases.LinkBook;
import org.huiliu.model.Assignment;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.Basis;
import org.huiliu.model.CaseState;
import org.huiliu.model.Handling;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.tx.Tx;
import org.huiliu.reviews.ReviewBook;
import org.jspecify.annotations.Nullable;

/**
 * Joins a case to another one that is the same matter, and takes it out again. Works on files that the caller has locked
 * and will write; links, callers and reviews are written here. Nothing is lost by a merge: the units that act on the one
 * case have the other from then on, its lines are told what becomes of the other, and a split gives all of it back.
 */
@ApplicationScoped
class Merging {
    /** What the link remembers, for the split. */
    private static final String UNITS = "units";

    private static final String JOINED = "joined";

    private final CaseLedger cases;
    private final LinkBook links;
    private final ReviewBook reviews;
    private final Refolding refolding;
    private final ManyCallers manyCallers;

    Merging(CaseLedger cases, LinkBook links, ReviewBook reviews, Refolding refolding, ManyCallers manyCallers) {
        this.cases = cases;
        this.links = links;
        this.reviews = reviews;
        this.refolding = refolding;
        this.manyCallers = manyCallers;
    }

    /**
     * Who says so, and why.
     *
     * @param layer SAME_CALLER, SAME_INCIDENT, MAIN_RECORD, OPERATOR
     * @param evidence no personal data
     * @param actor {@code hub} or {@code operator:<name>}
     */
    record Why(String layer, Map<String, Object> evidence, String actor) {
        static Why operator(String actor) {
            return new Why("OPERATOR", Map.of(), actor);
        }
    }

    /** Why a case may not be merged into the other; null when it may. */
    static @Nullable Problem refusal(CaseFile from, CaseFile into) {
        if (from.id().equals(into.id())) {
            return Problem.of(
                    ProblemType.CONFLICT, "The case is, or is handled with, the one that it would be merged into.");
        }
        if (!CaseMoves.legal(from.state(), CaseState.MERGED)) {
            return illegal("A case in state " + from.state() + " cannot be merged.", CaseMoves.from(from.state()));
        }
        if (!CaseMoves.open(into.state())) {
            return illegal(
                    "The other case is " + into.state() + ": only an open one takes others in.",
                    CaseMoves.from(into.state()));
        }
        return null;
    }

    /** Merges a case into an open one that is not merged itself; ask {@link #refusal} first. */
    Uni<Void> merge(Tx tx, Dispatching dispatching, CaseFile from, CaseFile into, Why why, OffsetDateTime at) {
        from.step(at);
        into.step(at);
        List<Assignment> had = from.openAssignments();
        List<String> joined = takeOver(into, had, dispatching);
        dispatching.recall(
                from,
                had,
                why.actor,
                Map.of("code", "MERGED", "mergedInto", into.id().toString()));
        dispatching.stopAsking(from);
        from.note(CaseEvent.Kind.MERGED, why.actor, said("into", into, why));
        from.moveTo(CaseState.MERGED, why.actor, Map.of("into", into.id().toString()));
        if (!from.now().content().withdrawn()) {
            into.replace(Absorption.of(into.now().content(), from.now().content()));
        }
        into.note(CaseEvent.Kind.MERGED_IN, why.actor, said("from", from, why));
        LinkBook.Link link = new LinkBook.Link(
                from.id(), into.id(), LinkBook.Kind.MERGED, remembered(why, had, joined), why.actor, at);
        return links.undo(tx, from.id(), into.id(), LinkBook.Kind.SEPARATE, at)
                .chain(() -> links.undo(tx, into.id(), from.id(), LinkBook.Kind.SEPARATE, at))
                .chain(() -> links.add(tx, List.of(link)))
                .chain(() -> links.members(tx, List.of(into.id())))
                .flatMap(members -> {
                    Set<UUID> all = new HashSet<>(members.getOrDefault(into.id(), Set.of()));
                    all.add(into.id());
                    return cases.recount(tx, into.id(), all);
                })
                .invoke(callers ->
                        into.count(into.now().reportCount() + from.now().reportCount(), callers))
                .chain(() -> manyCallers.heed(into))
                .invoke(() -> dispatching.updateBeside(into, Set.copyOf(joined)))
                .chain(() -> reviews.overtaken(tx, from.id(), into.id(), at));
    }

    /**
     * Takes a merged case out of the one that it is handled with.
     *
     * @param way the links that it is merged by, the nearest first
     * @param above the cases on that way, in its order
     */
    Uni<Void> split(
            Tx tx,
            Dispatching dispatching,
            CaseFile from,
            List<LinkBook.Link> way,
            List<CaseFile> above,
            String actor,
            OffsetDateTime at) {
        LinkBook.Link link = way.get(0);
        CaseFile parent = above.get(0);
        standAlone(from, parent, link, dispatching, actor, at);
        for (CaseFile file : above) {
            file.step(at);
            file.note(CaseEvent.Kind.SPLIT_OFF, actor, Map.of("case", from.id().toString()));
        }
        giveUp(parent, texts(link.evidence().get(JOINED)), dispatching, actor);
        return links.undo(tx, from.id(), parent.id(), LinkBook.Kind.MERGED, at)
                .chain(() -> links.add(tx, apart(from.id(), above, actor, at)))
                .chain(() -> refolding.refold(tx, above))
                .invoke(() -> above.forEach(file -> tell(file, dispatching, actor)));
    }

    /** A case that no machine may join to these again. */
    static List<LinkBook.Link> apart(UUID from, List<CaseFile> others, String actor, OffsetDateTime at) {
        return others.stream()
                .map(other -> new LinkBook.Link(from, other.id(), LinkBook.Kind.SEPARATE, Map.of(), actor, at))
                .toList();
    }

    /** Tells the units of a case that lost something; one of which only withdrawn reports are left ends. */
    static void tell(CaseFile file, Dispatching dispatching, String actor) {
        if (file.now().content().withdrawn() && CaseMoves.legal(file.state(), CaseState.INVALID)) {
            file.note(CaseEvent.Kind.WITHDRAWN, actor, Map.of());
            dispatching.recall(file, actor);
            file.moveTo(CaseState.INVALID, actor, Map.of());
        } else if (file.state() != CaseState.INVALID) {
            dispatching.update(file);
        }
    }

    /**
     * Gives the one case to the units that act on the other and do not have it: as co-units, or in the parts they had
     * where nobody has it yet.
     */
    private static List<String> takeOver(CaseFile into, List<Assignment> units, Dispatching dispatching) {
        Set<String> has =
                into.openAssignments().stream().map(Assignment::target).collect(Collectors.toSet());
        List<Assignment> further =
                units.stream().filter(one -> !has.contains(one.target())).toList();
        if (further.isEmpty()) {
            return List.of();
        }
        boolean nobodyYet = has.isEmpty() && into.state() != CaseState.REWORK;
        if (nobodyYet && into.state() != CaseState.ACCEPTED) {
            into.moveTo(CaseState.ACCEPTED, "hub", Map.of());
        }
        for (Assignment one : further) {
            AssignmentRole role = nobodyYet ? one.role() : AssignmentRole.CO;
            Basis basis = new Basis(
                    one.basis().rulesetVersion(),
                    one.basis().rule(),
                    Dispatching.BY_MERGE + one.basis().reason());
            dispatching.give(into, one.target(), role, basis);
        }
        into.handledBy(handling(into, further, nobodyYet));
        if (nobodyYet) {
            into.moveTo(CaseState.DISPATCHED, "hub", Map.of());
        }
        return further.stream().map(Assignment::target).toList();
    }

    private static Handling handling(CaseFile into, List<Assignment> further, boolean nobodyYet) {
        Handling before = into.now().handling();
        List<String> co = new ArrayList<>(before.coUnits());
        String host = before.hostUnit();
        Basis basis = before.basis();
        for (Assignment one : further) {
            if (nobodyYet && one.role() == AssignmentRole.HOST) {
                host = one.target();
                basis = one.basis();
            } else if (!co.contains(one.target())) {
                co.add(one.target());
            }
        }
        return before.by(host, co, basis);
    }

    /**
     * The state is the one before the merge. The units get fresh assignments that begin anew: what they had was recalled,
     * and they sign the new delivery like any other; the case itself does not go back by that.
     */
    private static void standAlone(
            CaseFile from,
            CaseFile parent,
            LinkBook.Link link,
            Dispatching dispatching,
            String actor,
            OffsetDateTime at) {
        from.step(at);
        from.note(CaseEvent.Kind.SPLIT, actor, Map.of("from", parent.id().toString()));
        CaseState before = from.now().stateBefore();
        from.moveTo(before == null ? CaseState.RECEIVED : before, actor, Map.of());
        if (from.now().content().withdrawn()) {
            from.note(CaseEvent.Kind.WITHDRAWN, actor, Map.of());
            from.moveTo(CaseState.INVALID, actor, Map.of());
            return;
        }
        for (Unit unit : units(link.evidence().get(UNITS))) {
            from.assignments().stream()
                    .filter(one -> one.target().equals(unit.target))
                    .reduce((earlier, later) -> later)
                    .ifPresent(last -> dispatching.give(from, unit.target, unit.role, last.basis()));
        }
        if (from.state() == CaseState.REVIEW && from.openAssignments().isEmpty()) {
            // whoever was asked about it need not answer any more since the merge
            dispatching.dispatch(from);
        }
    }

    /** Takes the case back from the units that had it only for the sake of the one that leaves. */
    private static void giveUp(CaseFile parent, List<String> joined, Dispatching dispatching, String actor) {
        List<Assignment> leaving = parent.openAssignments().stream()
                .filter(one -> joined.contains(one.target()))
                .toList();
        if (leaving.isEmpty()) {
            return;
        }
        dispatching.recall(parent, leaving, actor, Map.of("code", "REASSIGNED", "text", "并单已拆分,原件另行派发"));
        Handling before = parent.now().handling();
        String host = before.hostUnit();
        List<String> co = new ArrayList<>(before.coUnits());
        co.removeAll(joined);
        parent.handledBy(before.by(host != null && joined.contains(host) ? null : host, co, before.basis()));
        if (parent.openAssignments().isEmpty() && CaseMoves.legal(parent.state(), CaseState.REVIEW)) {
            dispatching.seek(parent);
        }
    }

    private record Unit(String target, AssignmentRole role) {}

    private static Map<String, Object> remembered(Why why, List<Assignment> had, List<String> joined) {
        Map<String, Object> evidence = new LinkedHashMap<>(why.evidence);
        evidence.put("layer", why.layer);
        evidence.put(
                UNITS,
                had.stream()
                        .map(one -> Map.of(
                                "target", one.target(),
                                "role", one.role().name(),
                                "state", one.state().name()))
                        .toList());
        evidence.put(JOINED, joined);
        return evidence;
    }

    private static List<Unit> units(@Nullable Object stored) {
        List<Unit> units = new ArrayList<>();
        if (stored instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> unit) {
                    units.add(new Unit(
                            String.valueOf(unit.get("target")),
                            AssignmentRole.valueOf(String.valueOf(unit.get("role")))));
                }
            }
        }
        return units;
    }

    private static List<String> texts(@Nullable Object stored) {
        return stored instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Map<String, Object> said(String which, CaseFile other, Why why) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(which, other.id().toString());
        data.put("layer", why.layer);
        if (!why.evidence.isEmpty()) {
            data.put("evidence", why.evidence);
        }
        return data;
    }

    private static Problem illegal(String detail, Set<CaseState> legal) {
        return Problem.of(ProblemType.ILLEGAL_MOVE, detail)
                .allowing(legal.stream().sorted().map(Enum::name).toList());
    }
}
