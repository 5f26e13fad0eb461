package org.huiliu.cases;

import static org.huiliu.model.CaseState.*;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.huiliu.model.CaseState;

/** Which state a case may go to from where; anything else is refused with the legal ones. */
public final class CaseMoves {
    private static final Map<CaseState, Set<CaseState>> LEGAL = new EnumMap<>(CaseState.class);

    static {
        LEGAL.put(RECEIVED, EnumSet.of(NEEDS_INFO, REVIEW, ACCEPTED, REJECTED, TRANSFERRED, MERGED, INVALID));
        LEGAL.put(NEEDS_INFO, EnumSet.of(RECEIVED, ACCEPTED, INVALID));
        LEGAL.put(REVIEW, EnumSet.of(ACCEPTED, NEEDS_INFO, REJECTED, TRANSFERRED, MERGED, INVALID));
        LEGAL.put(ACCEPTED, EnumSet.of(DISPATCHED, RESOLVED, NEEDS_INFO, TRANSFERRED, MERGED, INVALID));
        LEGAL.put(DISPATCHED, EnumSet.of(SIGNED, IN_PROGRESS, RESOLVED, REVIEW, TRANSFERRED, MERGED, INVALID));
        LEGAL.put(SIGNED, EnumSet.of(IN_PROGRESS, RESOLVED, REVIEW, MERGED, INVALID));
        LEGAL.put(IN_PROGRESS, EnumSet.of(RESOLVED, REVIEW, MERGED, INVALID));
        LEGAL.put(RESOLVED, EnumSet.of(CALLBACK, REWORK, ARCHIVED));
        LEGAL.put(CALLBACK, EnumSet.of(ARCHIVED, REWORK));
        LEGAL.put(REWORK, EnumSet.of(DISPATCHED, REVIEW));
        LEGAL.put(ARCHIVED, EnumSet.of(REWORK));
        LEGAL.put(TRANSFERRED, EnumSet.of(RECEIVED, RESOLVED));
        LEGAL.put(REJECTED, EnumSet.of(RECEIVED));
        LEGAL.put(INVALID, EnumSet.of(RECEIVED));
        // a split goes back to the state before the merge, whichever that was
        LEGAL.put(MERGED, EnumSet.of(RECEIVED, REVIEW, ACCEPTED, DISPATCHED, SIGNED, IN_PROGRESS));
    }

    private static final Set<CaseState> OPEN =
            EnumSet.of(RECEIVED, NEEDS_INFO, REVIEW, ACCEPTED, DISPATCHED, SIGNED, IN_PROGRESS, TRANSFERRED, REWORK);

    private CaseMoves() {}

    /** The states that a case may go to from here. */
    public static Set<CaseState> from(CaseState state) {
        return Set.copyOf(LEGAL.getOrDefault(state, Set.of()));
    }

    /** Whether a matter is still being handled: what can take others in. */
    public static boolean open(CaseState state) {
        return OPEN.contains(state);
    }

    /** Whether the move is in the table. */
    public static boolean legal(CaseState from, CaseState to) {
        return LEGAL.getOrDefault(from, Set.of()).contains(to);
    }
}
