package org.huiliu.routing;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Finds rules that never apply: their time is over, they ask for what excludes itself, or an earlier rule of a
 * first-match group takes every case of theirs. Says so only where it is certain; a rule that it passes may still never
 * apply.
 */
final class Reachability {

    /** A rule with its place in the document. */
    private record Placed(Rule rule, String at, @Nullable List<Condition.Test> tests) {}

    private Reachability() {}

    static List<Fault> warnings(RulesetDocument document, OffsetDateTime now) {
        List<Fault> warnings = new ArrayList<>();
        for (int i = 0; i < document.groups().size(); i++) {
            RuleGroup group = document.groups().get(i);
            String at = "/groups/" + i + "/rules/";
            List<Placed> placed = IntStream.range(0, group.rules().size())
                    .mapToObj(place -> new Placed(
                            group.rules().get(place),
                            at + place,
                            conjunction(group.rules().get(place).when())))
                    .toList();
            placed.forEach(one -> alone(one, now, warnings));
            if (group.mode() == RuleGroup.Mode.FIRST) {
                shadowed(placed, warnings);
            }
        }
        return warnings;
    }

    private static void alone(Placed one, OffsetDateTime now, List<Fault> warnings) {
        OffsetDateTime to = one.rule.to();
        if (to != null && !to.isAfter(now)) {
            warnings.add(Fault.at(one.at + "/to", "expired", "the rule's time is over"));
        }
        if (one.tests != null && excludesItself(one.tests)) {
            warnings.add(Fault.at(one.at + "/when", "never", "no case can fulfil this: its tests exclude each other"));
        }
    }

    private static void shadowed(List<Placed> placed, List<Fault> warnings) {
        List<Placed> ordered = placed.stream()
                .sorted(Comparator.comparingInt((Placed one) -> one.rule.priority()))
                .toList();
        List<Placed> takers = new ArrayList<>();
        for (Placed one : ordered) {
            takers.stream()
                    .filter(earlier -> takesAll(earlier, one))
                    .findFirst()
                    .ifPresent(earlier -> warnings.add(new Fault(
                            one.at,
                            "unreachable",
                            "rule '" + earlier.rule.name() + "' comes first and takes every case of this one",
                            List.of(earlier.rule.name()))));
            // one that only marks leaves the group too: the first match ends it, whatever it does
            if (earlierMayTake(one)) {
                takers.add(one);
            }
        }
    }

    private static boolean earlierMayTake(Placed one) {
        return one.tests != null && !excludesItself(one.tests);
    }

    private static boolean takesAll(Placed earlier, Placed later) {
        return covers(earlier.rule, later.rule)
                && earlier.tests != null
                && later.tests != null
                && earlier.tests.stream().allMatch(test -> later.tests.stream().anyMatch(one -> implies(one, test)));
    }

    private static boolean covers(Rule earlier, Rule later) {
        boolean begins = earlier.from() == null
                || later.from() != null && !earlier.from().isAfter(later.from());
        boolean ends =
                earlier.to() == null || later.to() != null && !earlier.to().isBefore(later.to());
        return begins && ends;
    }

    /** Whether what fulfils the one fulfils the other. */
    private static boolean implies(Condition.Test one, Condition.Test other) {
        if (one.field() != other.field()) {
            return false;
        }
        if (one.operator().equals(other.operator())) {
            return true;
        }
        if (other.operator() instanceof Operator.Exists exists) {
            return exists.there() && !(one.operator() instanceof Operator.Exists);
        }
        List<Operator.Key> narrow = one.operator().keys();
        List<Operator.Key> wide = other.operator().keys();
        return one.operator().exact()
                && other.operator().exact()
                && narrow.stream().allMatch(key -> wide.stream().anyMatch(wider -> holds(key, wider)));
    }

    /** Whether every value that has the one key has the other. */
    private static boolean holds(Operator.Key key, Operator.Key wider) {
        return switch (wider.how()) {
            case WHOLE -> key.how() == Operator.Key.How.WHOLE && key.text().equals(wider.text());
            case BEGINNING -> key.how() != Operator.Key.How.END && key.text().startsWith(wider.text());
            case END -> key.how() != Operator.Key.How.BEGINNING && key.text().endsWith(wider.text());
            case PART -> false;
        };
    }

    private static boolean excludesItself(List<Condition.Test> tests) {
        for (int i = 0; i < tests.size(); i++) {
            for (int j = i + 1; j < tests.size(); j++) {
                if (exclude(tests.get(i), tests.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean exclude(Condition.Test one, Condition.Test other) {
        if (one.field() != other.field()) {
            return false;
        }
        boolean absent = absent(one) || absent(other);
        boolean both = absent(one) && absent(other);
        if (absent && !both) {
            return true;
        }
        return one.field().single()
                && one.operator() instanceof Operator.In in
                && other.operator().exact()
                && in.values().stream().noneMatch(value -> other.operator().keys().stream()
                        .anyMatch(key -> holds(new Operator.Key(Operator.Key.How.WHOLE, value), key)));
    }

    private static boolean absent(Condition.Test test) {
        return test.operator() instanceof Operator.Exists exists && !exists.there();
    }

    /** The tests that a condition demands together; null if it is more than a conjunction. */
    private static @Nullable List<Condition.Test> conjunction(Condition condition) {
        if (condition instanceof Condition.Test test) {
            return List.of(test);
        }
        if (!(condition instanceof Condition.All all)) {
            return null;
        }
        Set<Condition.Test> tests = new LinkedHashSet<>();
        for (Condition part : all.parts()) {
            List<Condition.Test> of = conjunction(part);
            if (of == null) {
                return null;
            }
            tests.addAll(of);
        }
        return List.copyOf(tests);
    }
}
