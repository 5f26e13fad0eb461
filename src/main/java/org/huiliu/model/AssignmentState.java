package org.huiliu.model;

/** Where a responsible unit stands with its case; the legal moves are in {@code org.huiliu.cases.AssignmentMoves}. */
public enum AssignmentState {
    DISPATCHED,
    SIGNED,
    IN_PROGRESS,
    RETURN_REQUESTED,
    RETURNED,
    RESOLVED,
    CANCELLED
}
