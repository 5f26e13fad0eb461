package org.huiliu.pipeline;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.huiliu.cases.CaseEvent;
import org.huiliu.cases.CaseFile;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.model.Assignment;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.AssignmentState;
import org.huiliu.model.Basis;
import org.huiliu.model.Case;
import org.huiliu.model.CaseState;
import org.huiliu.model.DeliveryKind;
import org.huiliu.model.Handling;
import org.huiliu.partners.Target;
import org.huiliu.partners.Targets;
import org.huiliu.platform.time.Ids;
import org.huiliu.routing.Decision;
import org.huiliu.routing.Facts;
import org.huiliu.routing.Ruleset;

/**
 * Gives a case to the units that the published rules name, and owes each of them its delivery. A newer report may widen
 * who is told, never narrow it: taking a case from a unit is a person's decision.
 */
final class Dispatching {
    private static final String HUB = "hub";
    private static final Set<CaseState> IN_HANDS =
            Set.of(CaseState.DISPATCHED, CaseState.SIGNED, CaseState.IN_PROGRESS);

    private final Ruleset rules;
    private final Targets targets;
    private final List<NewDelivery> deliveries;

    /** Collects what is owed in {@code deliveries}. */
    Dispatching(Ruleset rules, Targets targets, List<NewDelivery> deliveries) {
        this.rules = rules;
        this.targets = targets;
        this.deliveries = deliveries;
    }

    /** Sends a received case on its way. */
    void dispatch(CaseFile file) {
        Decision decision = decide(file);
        Map<Target, AssignmentRole> units = units(decision, file);
        if (units.isEmpty()) {
            toReview(file, decision.basis());
            return;
        }
        file.moveTo(CaseState.ACCEPTED, HUB, Map.of());
        assign(file, units, decision.basis());
        file.handledBy(handling(file, units, decision.basis()));
        file.moveTo(CaseState.DISPATCHED, HUB, Map.of());
    }

    /** Tells the units that have the case about its newer revision, and adds those that the rules now name too. */
    void update(CaseFile file) {
        update(file, deliveries);
    }

    /**
     * The same, in a step that has given the case to further units already.
     *
     * @param given who was sent all of it in this step
     */
    void updateBeside(CaseFile file, Set<String> given) {
        List<NewDelivery> updates = new ArrayList<>();
        update(file, updates);
        updates.stream().filter(one -> !given.contains(one.target())).forEach(deliveries::add);
    }

    /** The same, with the news for the units that have the case collected in {@code updates}. */
    void update(CaseFile file, List<NewDelivery> updates) {
        if (waitsForAnOwner(file)) {
            dispatch(file);
            return;
        }
        List<Assignment> told = file.openAssignments();
        told.forEach(assignment -> updates.add(owed(file, assignment, DeliveryKind.UPDATE)));
        if (!IN_HANDS.contains(file.state())) {
            return;
        }
        Decision decision = decide(file);
        // a unit that gave the case back, or from which it was taken, does not get it again by a rule
        Set<String> had = file.assignments().stream().map(Assignment::target).collect(Collectors.toSet());
        Map<Target, AssignmentRole> further = new LinkedHashMap<>();
        units(decision, file).keySet().stream()
                .filter(target -> !had.contains(target.code()))
                .forEach(target -> further.put(target, AssignmentRole.CO));
        assign(file, further, decision.basis());
        if (!further.isEmpty()) {
            file.handledBy(widened(file, further));
        }
    }

    /**
     * A case that nobody could be found for, and now can: its place became known, or it became an emergency. One that a
     * unit has given back is different, there a person decides.
     */
    private boolean waitsForAnOwner(CaseFile file) {
        return file.state() == CaseState.REVIEW
                && file.assignments().isEmpty()
                && !units(decide(file), file).isEmpty();
    }

    /** Takes a case that its source has withdrawn back from every unit that has it. */
    void recall(CaseFile file, String actor) {
        recall(file, file.openAssignments(), actor, Map.of("code", "WITHDRAWN"));
    }

    /**
     * Takes a case back from units.
     *
     * @param why what they are told, see {@link NewDelivery}
     */
    void recall(CaseFile file, List<Assignment> from, String actor, Map<String, Object> why) {
        for (Assignment assignment : from) {
            deliveries.add(recalled(file, assignment, why));
            if (assignment.state() == AssignmentState.RETURN_REQUESTED) {
                file.moveAssignment(assignment.id(), AssignmentState.RETURNED, actor, Map.of());
                continue;
            }
            if (assignment.state() == AssignmentState.RESOLVED) {
                // by the table's only way out; if it stayed open, a revived case could not be given to the unit again
                file.moveAssignment(assignment.id(), AssignmentState.IN_PROGRESS, actor, Map.of());
            }
            file.moveAssignment(assignment.id(), AssignmentState.CANCELLED, actor, Map.of());
        }
    }

    /** Gives a case to a unit anew, or for the first time, by a person's word. */
    void give(CaseFile file, String target, AssignmentRole role, Basis basis) {
        Assignment given = file.assign(Ids.at(file.now().updatedAt().toInstant().toEpochMilli()), target, role, basis);
        owe(file, given, DeliveryKind.CREATE);
    }

    /** What the rules say of the case as it is now. */
    Decision decide(CaseFile file) {
        Case now = file.now();
        return rules.decide(
                Facts.of(now.feed(), now.content(), now.reportCount(), now.callerCount(), now.openedAt()),
                new TargetUnits(targets));
    }

    /** The units of a decision; none when a person must decide or no target has the role. */
    Map<Target, AssignmentRole> units(Decision decision, CaseFile file) {
        Map<Target, AssignmentRole> units = new LinkedHashMap<>();
        decision.destination().units().forEach(given -> targets.target(given.target())
                .ifPresent(target -> units.put(target, given.role())));
        return units;
    }

    private void toReview(CaseFile file, Basis basis) {
        file.moveTo(CaseState.REVIEW, HUB, Map.of());
        file.handledBy(file.now().handling().by(null, List.of(), basis));
        file.note(CaseEvent.Kind.ROUTED, HUB, Map.of("rule", basis.rule(), "ruleset", basis.rulesetVersion()));
    }

    private void assign(CaseFile file, Map<Target, AssignmentRole> units, Basis basis) {
        OffsetDateTime at = file.now().updatedAt();
        units.forEach((target, role) -> {
            Assignment given = file.assign(Ids.at(at.toInstant().toEpochMilli()), target.code(), role, basis);
            owe(file, given, DeliveryKind.CREATE);
        });
    }

    private void owe(CaseFile file, Assignment assignment, DeliveryKind kind) {
        deliveries.add(owed(file, assignment, kind));
    }

    private static NewDelivery owed(CaseFile file, Assignment assignment, DeliveryKind kind) {
        return new NewDelivery(
                Ids.at(file.now().updatedAt().toInstant().toEpochMilli()),
                file.id(),
                assignment.target(),
                assignment.id(),
                kind,
                file.now().revision(),
                assignment.basis(),
                Map.of());
    }

    private static NewDelivery recalled(CaseFile file, Assignment assignment, Map<String, Object> why) {
        return new NewDelivery(
                Ids.at(file.now().updatedAt().toInstant().toEpochMilli()),
                file.id(),
                assignment.target(),
                assignment.id(),
                DeliveryKind.RECALL,
                file.now().revision(),
                assignment.basis(),
                why);
    }

    private static Handling handling(CaseFile file, Map<Target, AssignmentRole> units, Basis basis) {
        return file.now()
                .handling()
                .by(
                        codes(units, AssignmentRole.HOST).stream().findFirst().orElse(null),
                        codes(units, AssignmentRole.CO),
                        basis);
    }

    private static Handling widened(CaseFile file, Map<Target, AssignmentRole> further) {
        Handling before = file.now().handling();
        List<String> co = new ArrayList<>(before.coUnits());
        co.addAll(codes(further, AssignmentRole.CO));
        return before.by(before.hostUnit(), co, before.basis());
    }

    private static List<String> codes(Map<Target, AssignmentRole> units, AssignmentRole role) {
        return units.entrySet().stream()
                .filter(one -> one.getValue() == role)
                .map(one -> one.getKey().code())
                .toList();
    }
}
