package org.huiliu.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.Basis;
import org.jspecify.annotations.Nullable;

/** One decision in the making: the groups come one after the other, and what they mark the later ones see. */
final class Deciding {
    private final int version;
    private final RulesetDocument document;
    private final Units units;
    private final boolean unreviewed;

    private final List<Decision.Fired> fired = new ArrayList<>();
    private final List<String> notFound = new ArrayList<>();
    private final Map<String, List<String>> values = new TreeMap<>();
    private Facts facts;
    private Marks marks = Marks.NONE;
    private @Nullable Basis basis;
    private @Nullable Destination destination;

    Deciding(int version, RulesetDocument document, Facts facts, Units units, boolean unreviewed) {
        this.version = version;
        this.document = document;
        this.facts = facts;
        this.units = units;
        this.unreviewed = unreviewed;
    }

    /** The case as the groups so far have marked it. */
    Facts facts() {
        return facts;
    }

    /** The next group and its rules that match. */
    void take(RuleGroup group, List<Rule> matching) {
        List<Rule> senders = new ArrayList<>();
        Marks written = Marks.NONE;
        for (Rule rule : matching) {
            fired.add(new Decision.Fired(group.name(), rule.name()));
            rule.when().decisive(facts).forEach(values::putIfAbsent);
            written = written.and(rule.then().marks());
            if (rule.then().route() != null) {
                senders.add(rule);
            }
        }
        if (destination == null) {
            send(senders);
        }
        if (!written.none()) {
            marks = marks.and(written);
            facts = facts.marked(written.urgency(), written.tags());
        }
    }

    /** The decision: what no rule has sent anywhere is caught. */
    Decision conclude() {
        if (destination == null) {
            Rule otherwise = document.otherwise();
            fired.add(new Decision.Fired("", otherwise.name()));
            marks = marks.and(otherwise.then().marks());
            basis = basis(otherwise);
            destination = destination(otherwise, otherwise.then().route());
        }
        return new Decision(
                basis == null ? basis(document.otherwise()) : basis,
                destination == null ? new Destination.Nobody() : destination,
                marks,
                fired,
                values,
                notFound);
    }

    /** The first rule that finds somebody decides; further units come from those that deliver, too. */
    private void send(List<Rule> senders) {
        for (Rule rule : senders) {
            if (destination == null) {
                destination = destination(rule, rule.then().route());
                basis = destination == null ? null : basis(rule);
            } else {
                Destination first = destination;
                Destination further = destination(rule, rule.then().route());
                destination = further == null
                        ? first
                        : first.fold(
                                deliver -> joined(deliver, further),
                                review -> review,
                                other -> other,
                                other -> other,
                                other -> other);
            }
        }
    }

    private static Destination joined(Destination.Deliver first, Destination further) {
        Map<String, Destination.Given> all = new LinkedHashMap<>();
        first.units().forEach(one -> all.put(one.target(), one));
        further.units()
                .forEach(one -> all.putIfAbsent(
                        one.target(), new Destination.Given(one.target(), AssignmentRole.CO, one.basis())));
        return new Destination.Deliver(List.copyOf(all.values()));
    }

    private @Nullable Destination destination(Rule rule, @Nullable Route route) {
        return route == null
                ? null
                : route.<@Nullable Destination>fold(
                        deliver -> deliver(rule, deliver),
                        review -> review(rule, review),
                        transfer -> transfer(rule, transfer),
                        answer -> new Destination.Answer(answer.text()));
    }

    private @Nullable Destination deliver(Rule rule, Route.Deliver route) {
        Optional<Unit.Found> host = find(route.host());
        if (host.isEmpty()) {
            return null;
        }
        Basis why = basis(rule);
        Map<String, Destination.Given> given = new LinkedHashMap<>();
        String owner = host.get().target();
        given.put(owner, new Destination.Given(owner, AssignmentRole.HOST, why));
        List<String> others = new ArrayList<>(host.get().co());
        route.co().forEach(unit -> find(unit).ifPresent(found -> {
            others.add(found.target());
            others.addAll(found.co());
        }));
        others.forEach(target -> given.putIfAbsent(target, new Destination.Given(target, AssignmentRole.CO, why)));
        return new Destination.Deliver(List.copyOf(given.values()));
    }

    private @Nullable Destination review(Rule rule, Route.Review route) {
        Destination fallback = destination(rule, route.fallback());
        if (unreviewed) {
            return fallback;
        }
        // a person decides also where the fallback finds nobody; then it is the person's to find somebody
        return new Destination.Review(route.within(), fallback == null ? new Destination.Nobody() : fallback);
    }

    /** A line that takes no cases over, or that the case comes from, leaves it with the line that took the call (首接). */
    private @Nullable Destination transfer(Rule rule, Route.Transfer route) {
        boolean back = route.line().equals(Unit.FIRST_RECEIVER) || route.line().equals(facts.feed());
        if (!back) {
            Optional<Unit.Found> line = find(new Unit.Line(route.line()));
            if (line.isPresent()) {
                return new Destination.Transfer(route.line(), line.get().target());
            }
        }
        return deliver(rule, new Route.Deliver(new Unit.Line(Unit.FIRST_RECEIVER), List.of()));
    }

    private Optional<Unit.Found> find(Unit unit) {
        Optional<Unit.Found> found = unit.find(facts, document.catalogue(), units);
        if (found.isEmpty()) {
            notFound.add(unit.words(Wording.PLAIN.naming(document.roles())));
        }
        return found;
    }

    private Basis basis(Rule rule) {
        return new Basis(version, rule.name(), rule.zh());
    }
}
