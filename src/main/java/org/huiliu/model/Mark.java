package org.huiliu.model;

/** What is said of a case beside its state. */
public enum Mark {
    /** 催办 */
    URGED,
    /** 督办 */
    SUPERVISED,
    /** 超期 */
    OVERDUE,
    /** 疑难 */
    DIFFICULT,
    /** Repeats could not be looked for when it was opened. */
    UNCHECKED,
    /** No division could be settled from code or address. */
    NO_DIVISION,
    /** A code of its report is not in the feed's tables. */
    UNMAPPED_CODE,
    /** 研判超时: no person decided in time where it goes, so that it went on by the rule's fallback. */
    REVIEW_OVERDUE
}
