package org.huiliu.cases;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.huiliu.model.CaseState;
import org.huiliu.model.Domain;
import org.huiliu.model.Mark;
import org.huiliu.model.Priority;
import org.jspecify.annotations.Nullable;

/**
 * What a list of cases is narrowed to; null narrows nothing.
 *
 * @param division prefix of the division code
 * @param target code of a unit that has the case
 * @param before id of the last case of the page before
 * @param limit how many at most
 */
public record CaseFilter(
        @Nullable CaseState state,
        @Nullable String feed,
        @Nullable Domain domain,
        @Nullable Priority priority,
        @Nullable String division,
        @Nullable String category,
        @Nullable String target,
        @Nullable Mark mark,
        @Nullable OffsetDateTime openedFrom,
        @Nullable OffsetDateTime openedTo,
        SearchText.@Nullable Query text,
        @Nullable UUID before,
        int limit) {}
