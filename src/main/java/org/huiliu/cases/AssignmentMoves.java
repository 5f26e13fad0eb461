package org.huiliu.cases;

import static org.huiliu.model.AssignmentState.*;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.huiliu.model.AssignmentState;

/** Which state an assignment may go to from where. */
public final class AssignmentMoves {
    private static final Map<AssignmentState, Set<AssignmentState>> LEGAL = new EnumMap<>(AssignmentState.class);

    static {
        LEGAL.put(DISPATCHED, EnumSet.of(SIGNED, IN_PROGRESS, RESOLVED, RETURN_REQUESTED, CANCELLED));
        LEGAL.put(SIGNED, EnumSet.of(IN_PROGRESS, RESOLVED, RETURN_REQUESTED, CANCELLED));
        LEGAL.put(IN_PROGRESS, EnumSet.of(RESOLVED, RETURN_REQUESTED, CANCELLED));
        // a refused return goes back to the state before
        LEGAL.put(RETURN_REQUESTED, EnumSet.of(RETURNED, DISPATCHED, SIGNED, IN_PROGRESS));
        LEGAL.put(RESOLVED, EnumSet.of(IN_PROGRESS));
    }

    private AssignmentMoves() {}

    /** The states that an assignment may go to from here. */
    public static Set<AssignmentState> from(AssignmentState state) {
        return Set.copyOf(LEGAL.getOrDefault(state, Set.of()));
    }

    /** Whether the move is in the table. */
    public static boolean legal(AssignmentState from, AssignmentState to) {
        return LEGAL.getOrDefault(from, Set.of()).contains(to);
    }
}
