package org.huiliu.model;

/** How fast a matter must move (紧急程度), as the line judged it. */
public enum Urgency {
    /** 一般 */
    NORMAL,
    /** 紧急 */
    URGENT,
    /** 特急 */
    CRITICAL
}
