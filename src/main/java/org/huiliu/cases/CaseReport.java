package org.huiliu.cases;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A report of a case as it is read: where it came from and what became of it, not what it says. */
@RegisterForReflection
public record CaseReport(
        UUID reportId,
        String feed,
        String externalId,
        @Nullable String version,
        @Nullable String mainRecord,
        String outcome,
        OffsetDateTime receivedAt,
        @Nullable String channel,
        String mediaType) {}
