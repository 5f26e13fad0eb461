package org.huiliu.routing;

import java.util.List;

/**
 * Where a case would go and why.
 *
 * @param groups the groups that were looked at, with the rules up to the decision
 */
public record Explanation(int version, Decision decision, List<Group> groups) {

    /**
     * A group as it was looked at.
     *
     * @param leftOut rules that were looked at too and did not match, beyond the ones that are shown
     */
    public record Group(String name, String zh, RuleGroup.Mode mode, List<Looked> rules, int leftOut) {}

    /**
     * A rule as it was looked at.
     *
     * @param effective whether its time had come and not passed
     * @param words the rule in one line
     */
    public record Looked(String name, String zh, String words, boolean effective, boolean matched, Trace when) {}
}
