package org.huiliu.routing;

import java.util.List;
import java.util.Map;

/**
 * One routing rule.
 *
 * @param name unique in its ruleset
 * @param zh what it does, in the operators' words; becomes the reason on each delivery
 * @param when for each field the values of which the case must have one; an empty map always matches
 * @param then what happens
 */
public record Rule(String name, String zh, Map<Field, List<String>> when, Action then) {

    /** What a rule does: gives the case to units found by role and division, or to a person. */
    public record Action(boolean review, String host, List<String> co) {}

    boolean matches(Facts facts) {
        return when.entrySet().stream().allMatch(one -> one.getKey().matches(facts, one.getValue()));
    }
}
