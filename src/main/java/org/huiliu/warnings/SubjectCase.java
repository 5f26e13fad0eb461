package org.huiliu.warnings;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A case about a subject, as rules see it.
 *
 * @param said the name as the case has it
 * @param at when the matter was reported
 */
public record SubjectCase(
        UUID caseId,
        String said,
        OffsetDateTime at,
        String category,
        @Nullable String division) {}
