package org.huiliu.pipeline;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.huiliu.cases.CaseEvent;
import org.huiliu.cases.CaseFile;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.model.Assignment;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.AssignmentState;
import org.huiliu.model.Basis;
import org.huiliu.model.Case;
import org.huiliu.model.CaseContent;
import org.huiliu.model.CaseState;
import org.huiliu.model.DeliveryKind;
import org.huiliu.model.Handling;
import org.huiliu.model.Result;
import org.huiliu.model.Urgency;
import org.huiliu.partners.Target;
import org.huiliu.partners.Targets;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.timer.Timer;
import org.huiliu.reviews.ReviewBook;
import org.huiliu.routing.Decision;
import org.huiliu.routing.Destination;
import org.huiliu.routing.Facts;
import org.huiliu.routing.Marks;
import org.huiliu.routing.Ruleset;
import org.huiliu.routing.Unit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a case where the published rules say: to units, to a person first, to another line, or back with an answer. A
 * newer report may widen who is told, never narrow it: taking a case from a unit is a person's decision. What the rules
 * write on a case is written anew with every decision, so that a newer version of a report does not wipe it out.
 */
final class Dispatching {
    private static final String HUB = "hub";
    private static final String BY_A_PERSON = "人工研判派单";
    /** How the reason begins for which a unit of a merged case has got its master. */
    static final String BY_MERGE = "并单转入:";

    private static final Set<CaseState> IN_HANDS =
            Set.of(CaseState.DISPATCHED, CaseState.SIGNED, CaseState.IN_PROGRESS);

    private final Ruleset rules;
    private final Targets targets;
    private final Owed owed;

    /** Collects in {@code owed} what is to be written beside the cases. */
    Dispatching(Ruleset rules, Targets targets, Owed owed) {
        this.rules = rules;
        this.targets = targets;
        this.owed = owed;
    }

    // ---------------------------------------------------------------- where it goes

    /** Sends a case on its way that is in nobody's hands yet, or any more. */
    void dispatch(CaseFile file) {
        Decision decision = decide(file);
        write(file, decision.marks());
        send(file, decision, HUB);
    }

    /** Sends a case on that no person has decided about in time, as the rules send it without one. */
    void goOn(CaseFile file, String actor) {
        Decision decision = unreviewed(file);
        write(file, decision.marks());
        send(file, decision, actor);
    }

    /** What is wrong with the units that a person names. */
    List<Fault> faults(@Nullable String host, List<String> co) {
        List<Fault> faults = new ArrayList<>();
        if (host != null) {
            known(faults, "/host", host);
        }
        for (int i = 0; i < co.size(); i++) {
            known(faults, "/co/" + i, co.get(i));
            if (co.get(i).equals(host) || co.indexOf(co.get(i)) < i) {
                faults.add(Fault.at("/co/" + i, "repeated", "Each unit once."));
            }
        }
        return faults;
    }

    private void known(List<Fault> faults, String pointer, String target) {
        boolean takesCases = targets.target(target)
                .filter(one -> !one.contract().equals("receiver-line"))
                .isPresent();
        if (!takesCases) {
            faults.add(Fault.at(pointer, "unknown", "There is no enabled target of this code that takes cases."));
        }
    }

    /** Whether the rules find somebody for a case about which no person says more. */
    boolean finds(CaseFile file) {
        return unreviewed(file)
                .destination()
                .fold(deliver -> true, review -> true, transfer -> true, answer -> true, nobody -> false);
    }

    /** Sends a case to the units that a person names; a line takes it over. */
    void dispatch(CaseFile file, String host, List<String> co, String actor) {
        Basis before = file.now().handling().basis();
        Basis basis = new Basis(rules.version(), before == null ? "person" : before.rule(), BY_A_PERSON);
        List<Destination.Given> units = new ArrayList<>();
        units.add(new Destination.Given(host, AssignmentRole.HOST, basis));
        co.forEach(one -> units.add(new Destination.Given(one, AssignmentRole.CO, basis)));
        boolean line = targets.target(host)
                .map(Target::role)
                .filter(role -> role.startsWith(Unit.LINE_ROLE))
                .isPresent();
        file.note(CaseEvent.Kind.ROUTED, actor, Routed.byPerson(basis, line ? "TRANSFER" : "DELIVER", units));
        if (line) {
            transfer(file, units, basis, actor);
        } else {
            deliver(file, units, basis, actor);
        }
    }

    /** Does not accept a case (不予受理): its lines are told why. */
    void reject(CaseFile file, String reason, String actor) {
        owed.settle(file);
        recall(file, file.openAssignments(), actor, Map.of("code", "OTHER"));
        Result result =
                Result.of(Result.Outcome.NOT_ACCEPTED, null, reason, file.now().updatedAt());
        file.handledBy(
                file.now().handling().by(null, List.of(), file.now().handling().basis()));
        file.conclude(result);
        file.moveTo(CaseState.REJECTED, actor, Map.of());
        tell(file, LineNews.Answer.RESULT, null, reason, result);
    }

    private void send(CaseFile file, Decision decision, String actor) {
        Basis basis = decision.basis();
        decision.destination()
                .<Runnable>fold(
                        deliver -> () -> {
                            routed(file, decision, deliver.units(), actor);
                            deliver(file, deliver.units(), basis, actor);
                        },
                        review -> () -> ask(file, decision, review),
                        transfer -> () -> {
                            List<Destination.Given> line =
                                    List.of(new Destination.Given(transfer.target(), AssignmentRole.HOST, basis));
                            routed(file, decision, line, actor);
                            transfer(file, line, basis, actor);
                        },
                        answer -> () -> {
                            routed(file, decision, List.of(), actor);
                            answer(file, answer.text(), basis, actor);
                        },
                        nobody -> () -> {
                            routed(file, decision, List.of(), actor);
                            seek(file, decision.basis(), decision.notFound());
                        })
                .run();
    }

    private static void routed(CaseFile file, Decision decision, List<Destination.Given> units, String actor) {
        file.note(CaseEvent.Kind.ROUTED, actor, Routed.byRules(file, decision, units, null));
    }

    private void deliver(CaseFile file, List<Destination.Given> units, Basis basis, String actor) {
        owed.settle(file);
        file.moveTo(CaseState.ACCEPTED, actor, Map.of());
        assign(file, units);
        file.handledBy(file.now().handling().by(host(units), co(units), basis));
        file.moveTo(CaseState.DISPATCHED, actor, Map.of());
    }

    /** Another line takes it over, and answers for it from then on; the lines that reported it are told. */
    private void transfer(CaseFile file, List<Destination.Given> units, Basis basis, String actor) {
        owed.settle(file);
        file.moveTo(CaseState.TRANSFERRED, actor, Map.of());
        assign(file, units);
        file.handledBy(file.now().handling().by(host(units), co(units), basis));
        tell(file, LineNews.Answer.TRANSFER, host(units), basis.reason(), null);
    }

    /** Answered at once (即办). */
    private void answer(CaseFile file, String text, Basis basis, String actor) {
        owed.settle(file);
        Result result = Result.of(Result.Outcome.SOLVED, null, text, file.now().updatedAt());
        file.moveTo(CaseState.ACCEPTED, actor, Map.of());
        file.handledBy(file.now().handling().by(null, List.of(), basis));
        file.conclude(result);
        file.moveTo(CaseState.RESOLVED, actor, Map.of());
        tell(file, LineNews.Answer.RESULT, null, text, result);
    }

    /** A person decides first; a timer runs meanwhile. */
    private void ask(CaseFile file, Decision decision, Destination.Review review) {
        owed.settle(file);
        OffsetDateTime at = file.now().updatedAt();
        // as the database keeps it
        OffsetDateTime until = at.plus(review.within()).truncatedTo(ChronoUnit.MICROS);
        file.note(CaseEvent.Kind.ROUTED, HUB, Routed.byRules(file, decision, List.of(), until));
        wait(file, decision.basis());
        file.handledBy(file.now().handling().askedUntil(until));
        owed.reviews.add(question(file, decision, review.fallback(), until));
        owed.timers.add(Timer.at(until, UrgentTimer.KIND, file.id(), Map.of()));
    }

    private static ReviewBook.NewReview question(
            CaseFile file, Decision decision, Destination fallback, OffsetDateTime until) {
        return ReviewBook.NewReview.urgent(
                file.id(),
                evidence(decision.basis(), decision.notFound()),
                until,
                Routed.proposed(fallback, decision.basis()),
                file.now().updatedAt());
    }

    /** Nobody has it: a person must find somebody. */
    private void seek(CaseFile file, Basis basis, List<String> notFound) {
        owed.settle(file);
        wait(file, basis);
        owed.reviews.add(ReviewBook.NewReview.unowned(
                file.id(), evidence(basis, notFound), file.now().updatedAt()));
    }

    /** A case that has lost its units waits for a person who finds others. */
    void seek(CaseFile file) {
        Basis basis = file.now().handling().basis();
        seek(file, basis == null ? decide(file).basis() : basis, List.of());
    }

    private static void wait(CaseFile file, Basis basis) {
        if (file.state() != CaseState.REVIEW) {
            file.moveTo(CaseState.REVIEW, HUB, Map.of());
        }
        file.handledBy(file.now().handling().by(null, List.of(), basis));
    }

    private static Map<String, Object> evidence(Basis basis, List<String> notFound) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("ruleset", basis.rulesetVersion());
        evidence.put("rule", basis.rule());
        evidence.put("reason", basis.reason());
        if (!notFound.isEmpty()) {
            evidence.put("notFound", notFound);
        }
        return evidence;
    }

    private void tell(
            CaseFile file, LineNews.Answer answer, @Nullable String unit, String text, @Nullable Result result) {
        owed.news.add(new LineNews(
                file.id(),
                file.now().revision(),
                answer,
                file.state(),
                file.now().updatedAt(),
                unit,
                text,
                result));
    }

    // ---------------------------------------------------------------- news of it

    /** Tells the units that have the case about its newer revision, and adds those that the rules now name too. */
    void update(CaseFile file) {
        update(file, owed.deliveries);
    }

    /**
     * The same, in a step that has given the case to further units already.
     *
     * @param given who was sent all of it in this step
     */
    void updateBeside(CaseFile file, Set<String> given) {
        List<NewDelivery> updates = new ArrayList<>();
        update(file, updates);
        updates.stream().filter(one -> !given.contains(one.target())).forEach(owed.deliveries::add);
    }

    /** The same, with the news for the units that have the case collected in {@code updates}. */
    void update(CaseFile file, List<NewDelivery> updates) {
        Decision decision = decide(file);
        write(file, decision.marks());
        if (file.state() == CaseState.REVIEW && file.assignments().isEmpty()) {
            stillWaits(file, decision);
            return;
        }
        List<Assignment> told = file.openAssignments();
        told.forEach(assignment -> updates.add(owed(file, assignment, DeliveryKind.UPDATE)));
        if (IN_HANDS.contains(file.state())) {
            widen(file, decision);
        }
    }

    private void widen(CaseFile file, Decision decision) {
        // a unit that gave the case back, or from which it was taken, does not get it again by a rule
        Set<String> had = file.assignments().stream().map(Assignment::target).collect(Collectors.toSet());
        List<Destination.Given> further = decision.destination().units().stream()
                .filter(one -> !had.contains(one.target()))
                .map(one -> new Destination.Given(one.target(), AssignmentRole.CO, one.basis()))
                .toList();
        if (further.isEmpty()) {
            return;
        }
        routed(file, decision, further, HUB);
        assign(file, further);
        Handling before = file.now().handling();
        List<String> co = new ArrayList<>(before.coUnits());
        further.stream()
                .map(Destination.Given::target)
                .filter(Predicate.not(co::contains))
                .forEach(co::add);
        file.handledBy(before.by(before.hostUnit(), co, before.basis()));
    }

    /**
     * A case that waits for a person goes on waiting where a rule wants one to decide, whatever else becomes known: the
     * question stays, and what happens without an answer is what the rules say now. One that nobody could be found for goes
     * to whom the rules find now: its place became known, or it became an emergency.
     */
    private void stillWaits(CaseFile file, Decision decision) {
        OffsetDateTime until = file.now().handling().decideBy();
        if (until != null) {
            Destination instead = unreviewed(file).destination();
            owed.reviews.add(question(file, decision, instead, until));
            return;
        }
        decision.destination()
                .<Runnable>fold(
                        deliver -> () -> send(file, decision, HUB),
                        review -> () -> send(file, decision, HUB),
                        transfer -> () -> send(file, decision, HUB),
                        answer -> () -> send(file, decision, HUB),
                        nobody -> () -> {})
                .run();
    }

    /** Takes a case that its source has withdrawn back from every unit that has it. */
    void recall(CaseFile file, String actor) {
        stopAsking(file);
        recall(file, file.openAssignments(), actor, Map.of("code", "WITHDRAWN"));
    }

    /** Nobody needs to say any more where a case goes: it ends, or goes with another one. */
    void stopAsking(CaseFile file) {
        if (file.now().handling().decideBy() != null) {
            owed.settle(file);
            file.handledBy(file.now().handling().askedUntil(null));
        }
    }

    /**
     * Takes a case back from units.
     *
     * @param why what they are told, see {@link NewDelivery}
     */
    void recall(CaseFile file, List<Assignment> from, String actor, Map<String, Object> why) {
        for (Assignment assignment : from) {
            owed.deliveries.add(recalled(file, assignment, why));
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
        owed.settle(file);
        Assignment given = file.assign(Ids.at(file.now().updatedAt().toInstant().toEpochMilli()), target, role, basis);
        owed.deliveries.add(owed(file, given, DeliveryKind.CREATE));
    }

    /** Whether a unit has a case by a person's word, for this reason, and not by the rules alone. */
    static boolean byPerson(@Nullable String reason) {
        return reason != null && (reason.equals(BY_A_PERSON) || reason.startsWith(BY_MERGE));
    }

    // ---------------------------------------------------------------- what the rules say

    /** What the rules say of the case as it is now. */
    Decision decide(CaseFile file) {
        return rules.decide(facts(file), new TargetUnits(targets));
    }

    private Decision unreviewed(CaseFile file) {
        return rules.decideUnreviewed(facts(file), new TargetUnits(targets));
    }

    private static Facts facts(CaseFile file) {
        Case now = file.now();
        return Facts.of(now.feed(), now.content(), now.reportCount(), now.callerCount(), now.openedAt());
    }

    /**
     * Writes on the case what the rules say. Where several reports make a case its urgency only grows: what many callers
     * or a graver report have made of it stands.
     */
    private static void write(CaseFile file, Marks marks) {
        CaseContent content = file.now().content();
        Urgency urgency = marks.urgency();
        boolean urgent = urgency != null
                && (file.now().reportCount() == 1
                        ? urgency != content.urgency()
                        : urgency.compareTo(content.urgency()) > 0);
        if (urgent || !new HashSet<>(content.tags()).containsAll(marks.tags())) {
            CaseContent marked = content.tagged(marks.tags());
            file.replace(urgent ? marked.urgent(Objects.requireNonNull(urgency)) : marked);
        }
        Handling handling = file.now().handling();
        file.handledBy(handling.as(
                marks.itemKind() == null ? handling.itemKind() : marks.itemKind(),
                marks.deadline() == null ? handling.deadlinePolicy() : marks.deadline()));
    }

    private void assign(CaseFile file, List<Destination.Given> units) {
        long at = file.now().updatedAt().toInstant().toEpochMilli();
        for (Destination.Given one : units) {
            Assignment given = file.assign(Ids.at(at), one.target(), one.role(), one.basis());
            owed.deliveries.add(owed(file, given, DeliveryKind.CREATE));
        }
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

    private static @Nullable String host(List<Destination.Given> units) {
        return units.stream()
                .filter(one -> one.role() == AssignmentRole.HOST)
                .map(Destination.Given::target)
                .findFirst()
                .orElse(null);
    }

    private static List<String> co(List<Destination.Given> units) {
        return units.stream()
                .filter(one -> one.role() == AssignmentRole.CO)
                .map(Destination.Given::target)
                .toList();
    }
}
