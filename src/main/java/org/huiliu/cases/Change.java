package org.huiliu.cases;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One event in the stream of changes.
 *
 * @param cursor the place behind it, where a reader goes on
 * @param eventId its id among the events of the case
 * @param revision of the case after it
 */
@RegisterForReflection
@Schema(name = "CaseChange")
public record Change(
        @Schema(description = "游标,从此处之后继续 / opaque: read on after it", example = "c1kw-3f")
        String cursor,

        UUID caseId,
        long eventId,
        OffsetDateTime at,

        @Schema(description = "事件 / as in the events of a case", example = "STATE_CHANGED")
        String kind,

        String actor,
        @Nullable String from,
        @Nullable String to,
        int revision,
        Map<String, Object> data) {}
