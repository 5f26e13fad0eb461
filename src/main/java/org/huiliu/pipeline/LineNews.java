package org.huiliu.pipeline;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.huiliu.model.CaseState;
import org.huiliu.model.Result;
import org.jspecify.annotations.Nullable;

/**
 * What the lines that reported a case are told of it.
 *
 * @param revision of the case; its place in the order
 * @param unit target code of who did it; null for the hub
 * @param text no personal data beyond what the unit itself wrote
 * @param result with RESULT, and only then
 */
record LineNews(
        UUID caseId,
        int revision,
        Answer answer,
        CaseState state,
        OffsetDateTime at,
        @Nullable String unit,
        @Nullable String text,
        @Nullable Result result) {

    /** What kind of word it is. */
    enum Answer {
        PROGRESS,
        RESULT,
        /** Another line has taken it over. */
        TRANSFER
    }
}
