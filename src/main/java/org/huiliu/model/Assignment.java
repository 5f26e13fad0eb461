package org.huiliu.model;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A case in the hands of one unit.
 *
 * @param target code of the receiving system
 * @param stateBefore where a refused return goes back to
 * @param basis why this unit has it
 */
public record Assignment(
        UUID id,
        UUID caseId,
        String target,
        AssignmentRole role,
        AssignmentState state,
        @Nullable AssignmentState stateBefore,
        Basis basis,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    /** Whether the unit still has the case. */
    public boolean open() {
        return state != AssignmentState.CANCELLED && state != AssignmentState.RETURNED;
    }

    /** The same assignment in another state. */
    public Assignment in(AssignmentState next, OffsetDateTime at) {
        return new Assignment(id, caseId, target, role, next, state, basis, createdAt, at);
    }
}
