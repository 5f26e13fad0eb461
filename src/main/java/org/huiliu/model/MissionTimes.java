package org.huiliu.model;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The clock of one 120 mission, from the task's creation to its end. */
public record MissionTimes(
        @Nullable OffsetDateTime created,
        @Nullable OffsetDateTime received,
        @Nullable OffsetDateTime departed,
        @Nullable OffsetDateTime arrived,
        @Nullable OffsetDateTime contacted,
        @Nullable OffsetDateTime left,
        @Nullable OffsetDateTime atHospital,
        @Nullable OffsetDateTime finished) {}
