package org.huiliu.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One version of the operators' rules, compiled. Immutable: a newer version takes its place whole. */
public final class Ruleset {
    private static final int SHOWN_MISSES = 50;
    private static final Comparator<Rule> ORDER = Comparator.comparingInt(Rule::priority);

    private final int version;
    private final RulesetDocument document;
    private final List<Compiled> groups;

    /** A group with its rules in the order in which they count. */
    private record Compiled(RuleGroup group, List<Rule> ordered, RuleIndex index) {
        static Compiled of(RuleGroup group) {
            List<Rule> ordered = group.rules().stream().sorted(ORDER).toList();
            return new Compiled(group, ordered, new RuleIndex(ordered));
        }

        List<Rule> matching(Facts facts) {
            return group.mode() == RuleGroup.Mode.ALL
                    ? index.all(facts)
                    : index.first(facts).map(List::of).orElse(List.of());
        }
    }

    private Ruleset(int version, RulesetDocument document) {
        this.version = version;
        this.document = document;
        this.groups = document.groups().stream().map(Compiled::of).toList();
    }

    /** Compiles a version. */
    public static Ruleset compile(int version, RulesetDocument document) {
        return new Ruleset(version, document);
    }

    public int version() {
        return version;
    }

    public RulesetDocument document() {
        return document;
    }

    /** Decides where a case goes. */
    public Decision decide(Facts facts, Units units) {
        return decide(facts, units, false);
    }

    /** Decides where a case goes that no person has decided about in time: as if it had been for the rules alone. */
    public Decision decideUnreviewed(Facts facts, Units units) {
        return decide(facts, units, true);
    }

    private Decision decide(Facts facts, Units units, boolean unreviewed) {
        Deciding deciding = new Deciding(version, document, facts, units, unreviewed);
        for (Compiled one : groups) {
            deciding.take(one.group, one.matching(deciding.facts()));
        }
        return deciding.conclude();
    }

    /** The rules of a group that match, by the index; for the test that compares it with looking at each. */
    List<Rule> matching(int group, Facts facts) {
        return groups.get(group).index.all(facts);
    }

    /** Decides where a case goes and tells what it saw on the way. */
    public Explanation explain(Facts facts, Units units, Wording plain) {
        Wording wording = plain.naming(document.roles());
        Deciding deciding = new Deciding(version, document, facts, units, false);
        List<Explanation.Group> looked = new ArrayList<>();
        for (Compiled one : groups) {
            List<Rule> matching = one.matching(deciding.facts());
            looked.add(look(one, matching, deciding.facts(), wording));
            deciding.take(one.group, matching);
        }
        return new Explanation(version, deciding.conclude(), looked);
    }

    private static Explanation.Group look(Compiled one, List<Rule> matching, Facts facts, Wording wording) {
        List<Explanation.Looked> shown = new ArrayList<>();
        Optional<Rule> decider =
                one.group.mode() == RuleGroup.Mode.FIRST ? matching.stream().findFirst() : Optional.empty();
        int misses = 0;
        for (Rule rule : one.ordered) {
            boolean matched = matching.contains(rule);
            if (!matched) {
                misses++;
            }
            if (matched || misses <= SHOWN_MISSES) {
                shown.add(new Explanation.Looked(
                        rule.name(),
                        rule.zh(),
                        rule.words(wording),
                        rule.effective(facts.receivedAt()),
                        matched,
                        rule.when().trace(facts, wording)));
            }
            if (decider.filter(rule::equals).isPresent()) {
                break;
            }
        }
        return new Explanation.Group(
                one.group.name(), one.group.zh(), one.group.mode(), shown, Math.max(0, misses - SHOWN_MISSES));
    }
}
