package org.huiliu.routing;

/**
 * One thing in which two versions differ.
 *
 * @param name of the rule, group or word list; of a line of the catalogue its category, division and level
 * @param zh the difference in one line, Chinese
 * @param en the same in English
 */
public record Difference(Kind kind, Subject subject, String name, String zh, String en) {

    /** What has happened to it. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED,
        /** The same in another order. */
        MOVED
    }

    /** What it is. */
    public enum Subject {
        GROUP,
        RULE,
        WORDS,
        /** What roles are called. */
        ROLES,
        CATALOGUE,
        OTHERWISE
    }
}
