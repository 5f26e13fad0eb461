package org.huiliu.reviews;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is asked. */
public enum ReviewKind {
    /** Is the case a repeat of the other one? */
    SUSPECTED(EnumSet.of(Decision.Kind.ATTACH, Decision.Kind.SEPARATE, Decision.Kind.ATTACH_ELSEWHERE)),
    /** Where does this urgent case go? If nobody says so in time, it goes on by the rule's fallback. */
    URGENT(EnumSet.of(Decision.Kind.DISPATCH, Decision.Kind.REJECT)),
    /** Who takes this case, for which nobody could be found? */
    UNOWNED(EnumSet.of(Decision.Kind.DISPATCH, Decision.Kind.REJECT));

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
    private final Set<Decision.Kind> decisions;

    ReviewKind(Set<Decision.Kind> decisions) {
        this.decisions = decisions;
    }

    /** Whether it may be decided in this way. */
    public boolean takes(Decision.Kind kind) {
        return decisions.contains(kind);
    }

    /** The ways in which it may be decided. */
    public List<String> decisions() {
        return decisions.stream().map(Enum::name).toList();
    }
}
