package org.huiliu.partners;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One act of an operator.
 *
 * @param actor for example {@code operator:admin1}
 * @param subject for example {@code target/municipal}
 * @param before what stood there; absent when it was made
 * @param after what stands there since
 */
@RegisterForReflection
public record AuditEntry(
        long id,
        OffsetDateTime at,
        String actor,
        String action,
        String subject,
        @Nullable Map<String, Object> before,
        @Nullable Map<String, Object> after,
        @Nullable String reason) {}
