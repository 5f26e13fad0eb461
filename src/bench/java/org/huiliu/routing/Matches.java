package org.huiliu.routing;

import java.util.List;

/** Opens to the bench what the room keeps to itself: all rules of a group that match. */
public final class Matches {
    private Matches() {}

    /** The rules of the ruleset's first group that match. */
    public static List<Rule> all(Ruleset ruleset, Facts facts) {
        return ruleset.matching(0, facts);
    }
}
