package org.huiliu.routing;

import java.util.List;

/** Rules that are looked at together. */
public record RuleGroup(String name, String zh, Mode mode, List<Rule> rules) {

    /** How many of its rules count. */
    public enum Mode {
        /** The first one that matches, by priority and then by place. */
        FIRST,
        /** Every one that matches. */
        ALL
    }

    public RuleGroup {
        rules = List.copyOf(rules);
    }
}
