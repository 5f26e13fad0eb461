package org.huiliu.cases;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event of a case as it is read.
 *
 * @param id grows along the case
 * @param revision of the case after it
 */
@RegisterForReflection
public record CaseStep(
        long id,
        OffsetDateTime at,
        String kind,
        String actor,
        @Nullable String from,
        @Nullable String to,
        int revision,
        Map<String, Object> data) {}
