package org.huiliu.feedback;

import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.huiliu.model.Assignment;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.AssignmentState;
import org.huiliu.model.CaseState;
import org.huiliu.model.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * How a case follows its assignments. The host decides: its receipts move the case, a co-unit's only its own assignment.
 * A joint matter (联办) differs at its end: it is resolved by whoever answers last. Asking for a return moves no case: an
 * operator decides about it first; and a case that another line has taken over only hears its answer.
 */
public final class Following {
    private Following() {}

    /**
     * Where the case goes; nowhere when the receipt is not for it to follow or it is there already.
     *
     * @param kind how the matter is handled
     * @param last whether all others that have the case have answered
     */
    public static Optional<CaseState> next(
            CaseState now, @Nullable ItemKind kind, AssignmentRole role, ReceiptKind receipt, boolean last) {
        return Optional.ofNullable(role == AssignmentRole.HOST ? hosts(now, kind, receipt, last) : null)
                .or(() -> kind == ItemKind.JOINT && last && receipt == ReceiptKind.RESOLVED
                        ? Optional.of(CaseState.RESOLVED)
                        : Optional.empty())
                .filter(next -> now != CaseState.TRANSFERRED || next == CaseState.RESOLVED)
                .filter(next -> next != now);
    }

    private static @Nullable CaseState hosts(
            CaseState now, @Nullable ItemKind kind, ReceiptKind receipt, boolean last) {
        return switch (receipt) {
            // a host that gets a case anew, after a split, signs what is already being worked on
            case SIGNED -> now == CaseState.IN_PROGRESS ? null : CaseState.SIGNED;
            case PROGRESS -> CaseState.IN_PROGRESS;
            case RESOLVED -> kind != ItemKind.JOINT || last ? CaseState.RESOLVED : CaseState.IN_PROGRESS;
            case RETURN_REQUESTED -> null;
        };
    }

    /** Whether nobody else of these still has to answer; a matter whose host has given it back is not over by that. */
    public static boolean last(Collection<Assignment> open, UUID answering) {
        return open.stream()
                        .filter(one -> !one.id().equals(answering))
                        .allMatch(one -> one.state() == AssignmentState.RESOLVED)
                && open.stream().anyMatch(one -> one.role() == AssignmentRole.HOST);
    }
}
