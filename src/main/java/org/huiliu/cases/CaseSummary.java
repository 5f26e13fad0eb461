package org.huiliu.cases;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A case in a list: no personal data.
 *
 * @param hostUnit target code of the host, absent while a person must decide
 */
@RegisterForReflection
public record CaseSummary(
        UUID caseId,
        int revision,
        String state,
        List<String> marks,
        String feed,
        String domain,
        String appealType,
        String category,
        String urgency,
        String priority,
        List<String> flags,
        @Nullable String division,
        String title,
        @Nullable String hostUnit,
        int reportCount,
        int callerCount,
        OffsetDateTime openedAt,
        OffsetDateTime updatedAt) {}
