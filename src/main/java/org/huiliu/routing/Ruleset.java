package org.huiliu.routing;

import java.util.List;
import org.huiliu.model.Basis;

/** One version of the operators' rules: the first rule that matches decides, and the last one always matches. */
public record Ruleset(int version, List<Rule> rules) {

    public Ruleset {
        if (rules.isEmpty() || !rules.get(rules.size() - 1).when().isEmpty()) {
            throw new IllegalArgumentException("ruleset " + version
                    + " does not end with a rule that always matches: a case could be left without an owner");
        }
        rules = List.copyOf(rules);
    }

    /** Decides where a case goes. */
    public Decision decide(Facts facts) {
        for (Rule rule : rules) {
            if (rule.matches(facts)) {
                Basis basis = new Basis(version, rule.name(), rule.zh());
                return rule.then().review()
                        ? new Decision.Review(basis)
                        : new Decision.Deliver(
                                basis, rule.then().host(), rule.then().co());
            }
        }
        throw new IllegalStateException("the last rule of ruleset " + version + " always matches");
    }
}
