package org.huiliu.cases;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.huiliu.model.CaseState;
import org.jspecify.annotations.Nullable;

/**
 * One step of a case, append only.
 *
 * @param actor who did it: {@code hub}, {@code feed:110}, {@code target:municipal}, {@code operator:<name>}
 * @param revision of the case after the step
 * @param data particulars without personal data
 */
public record CaseEvent(
        UUID caseId,
        OffsetDateTime at,
        Kind kind,
        String actor,
        @Nullable CaseState from,
        @Nullable CaseState to,
        int revision,
        Map<String, Object> data) {

    /** What happened. */
    public enum Kind {
        OPENED,
        REPORT_UPDATED,
        REPORT_STALE,
        REPORT_ATTACHED,
        /** It was decided where it goes, and why. */
        ROUTED,
        /** No person decided in time where it goes. */
        REVIEW_OVERDUE,
        STATE_CHANGED,
        ASSIGNED,
        ASSIGNMENT_CHANGED,
        PROGRESS,
        RESULT,
        SUSPECTED,
        RECURRED,
        RECHECKED,
        URGENCY_RAISED,
        WITHDRAWN,
        REVIVED,
        /** It is handled with another case from now on. */
        MERGED,
        /** Another case is handled with it from now on. */
        MERGED_IN,
        /** It stands by itself again. */
        SPLIT,
        /** Another case, which was handled with it, stands by itself again. */
        SPLIT_OFF,
        /** One of its reports was taken out of it. */
        REPORT_DETACHED,
        /** A report that was taken out of another case opened it. */
        DETACHED_FROM
    }
}
