package org.huiliu.partners;

/**
 * A partner agency: who owns targets and reads cases.
 *
 * @param division the part of the country it works for; empty for all
 * @param reach which cases its readers see
 */
public record Agency(String code, String name, String division, Reach reach) {

    /** Which cases an agency's readers see. */
    public enum Reach {
        /** Those assigned to one of its targets. */
        ASSIGNED,
        /** Those, and all others of its division. */
        DIVISION
    }
}
