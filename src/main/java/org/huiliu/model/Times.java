package org.huiliu.model;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The clocks of a report, each as the line recorded it, with offset. */
public record Times(
        @Nullable OffsetDateTime occurredFrom,
        @Nullable OffsetDateTime occurredTo,
        @Nullable OffsetDateTime reportedAt,
        @Nullable OffsetDateTime answeredAt,
        @Nullable OffsetDateTime acceptedAt) {

    /** A report whose source gave no clock at all. */
    public static final Times UNKNOWN = new Times(null, null, null, null, null);
}
