package org.huiliu.delivery;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * To whom a delivery went.
 *
 * @param assignmentId absent for answers to a feed
 */
public record Addressee(
        UUID caseId, String target, @Nullable UUID assignmentId) {}
