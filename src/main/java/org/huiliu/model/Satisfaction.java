package org.huiliu.model;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How content the caller was. Scales run in opposite directions (110: 1 is best, Shanghai 12345: 3 is best), so the raw
 * value and the scale's name are kept beside the normalized one.
 *
 * @param scale the scale's name, for example {@code 110:1-3-down}
 * @param raw the value as sent
 * @param normalized 1 (worst) to 5 (best)
 */
public record Satisfaction(
        @Nullable String scale,
        @Nullable String raw,
        @Nullable Integer normalized,
        @Nullable Solved solved,
        @Nullable OffsetDateTime visitedAt,
        @Nullable String failReason) {

    /** Whether the caller says that it was solved. */
    public enum Solved {
        YES,
        NO,
        UNSTATED
    }
}
