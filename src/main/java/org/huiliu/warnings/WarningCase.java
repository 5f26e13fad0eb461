package org.huiliu.warnings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A case in the list of a warning: no personal data.
 *
 * @param openedAt when the matter was reported
 */
@RegisterForReflection
@Schema(name = "WarningCase")
public record WarningCase(
        UUID caseId,
        String state,
        String feed,
        String category,
        @Nullable String division,
        String title,
        int reportCount,

        @Schema(description = "When the matter was reported.")
        OffsetDateTime openedAt) {}
