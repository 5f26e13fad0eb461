package org.huiliu.feedback;

import java.util.Optional;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.CaseState;

/**
 * The policy by which a case follows its assignments: the host's receipts move the case, a co-unit's receipts only its
 * own assignment. Asking for a return moves no case: an operator decides about it first.
 */
public final class HostDecides {
    private HostDecides() {}

    /** Where the case goes; nowhere when the receipt is not for it to follow or it is there already. */
    public static Optional<CaseState> follow(CaseState now, AssignmentRole role, ReceiptKind kind) {
        if (role != AssignmentRole.HOST) {
            return Optional.empty();
        }
        return Optional.<CaseState>ofNullable(
                        switch (kind) {
                            // a host that gets a case anew, after a split, signs what is already being worked on
                            case SIGNED -> now == CaseState.IN_PROGRESS ? null : CaseState.SIGNED;
                            case PROGRESS -> CaseState.IN_PROGRESS;
                            case RESOLVED -> CaseState.RESOLVED;
                            case RETURN_REQUESTED -> null;
                        })
                .filter(next -> next != now);
    }
}
