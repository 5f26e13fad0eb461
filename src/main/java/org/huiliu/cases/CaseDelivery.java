package org.huiliu.cases;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.huiliu.model.Basis;
import org.jspecify.annotations.Nullable;

/**
 * A delivery of a case as it is read, without its body.
 *
 * @param basis why this target gets it; absent for answers to a feed
 * @param receivedAs the receiver's own number
 */
@RegisterForReflection
public record CaseDelivery(
        UUID deliveryId,
        String target,
        String kind,
        int caseRevision,
        String state,
        @Nullable Basis basis,
        int attempts,
        @Nullable String outcome,
        @Nullable String outcomeNote,
        @Nullable String receivedAs,
        OffsetDateTime dueAt,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {}
