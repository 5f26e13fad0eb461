package org.huiliu.model;

/** Whether a unit answers for the case or helps. */
public enum AssignmentRole {
    /** 主办 */
    HOST,
    /** 协办 */
    CO
}
