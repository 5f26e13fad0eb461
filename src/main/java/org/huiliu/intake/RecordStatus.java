package org.huiliu.intake;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where a feed's record stands, for the feed itself. */
@RegisterForReflection
public record RecordStatus(
        String feed,
        String externalId,
        @Nullable UUID reportId,
        @Nullable String version,
        UUID caseId,
        String state,
        int caseRevision,
        int reportCount,

        @Schema(description = "A case that is MERGED is handled with this one.") @Nullable
        UUID handledWith,

        @Schema(description = "The state of that one.") @Nullable
        String handledState,

        OffsetDateTime updatedAt) {}
