package org.huiliu.feedback;

import org.huiliu.model.AssignmentState;

/** What a unit reports, and the state that its assignment then has. */
public enum ReceiptKind {
    /** 签收 */
    SIGNED(AssignmentState.SIGNED),
    /** 办理进展 */
    PROGRESS(AssignmentState.IN_PROGRESS),
    /** 办结 */
    RESOLVED(AssignmentState.RESOLVED),
    /** 申请退单 */
    RETURN_REQUESTED(AssignmentState.RETURN_REQUESTED);

    private final AssignmentState leadsTo;

    ReceiptKind(AssignmentState leadsTo) {
        this.leadsTo = leadsTo;
    }

    /** The state that the assignment moves to. */
    public AssignmentState leadsTo() {
        return leadsTo;
    }
}
