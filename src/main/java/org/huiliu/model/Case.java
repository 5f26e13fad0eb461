package org.huiliu.model;

import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one canonical matter behind one or more reports.
 *
 * @param revision starts at 1 and grows with every write; the compare-and-set key
 * @param stateBefore where a merge or withdrawal came from
 * @param feed that opened it
 * @param callerCount distinct callers by the number they called from; who hides his number is not counted
 */
public record Case(
        UUID id,
        int revision,
        CaseState state,
        @Nullable CaseState stateBefore,
        Set<Mark> marks,
        String feed,
        CaseContent content,
        Handling handling,
        @Nullable Result result,
        int reportCount,
        int callerCount,
        OffsetDateTime openedAt,
        OffsetDateTime updatedAt) {

    public Case {
        marks = Collections.unmodifiableSet(marks.isEmpty() ? EnumSet.noneOf(Mark.class) : EnumSet.copyOf(marks));
    }

    /** Without its content: a log line must not leak a citizen. */
    @Override
    public String toString() {
        return "Case[" + id + " " + state + " r" + revision + "]";
    }
}
