package org.huiliu.intake;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.huiliu.platform.problem.Fault;

/**
 * A refused message as operators see it: whose it was and what was wrong with it, never what it said.
 *
 * @param status what its sender was answered
 * @param kind the type of the problem that its sender was given
 * @param size bytes
 * @param client who sent it
 */
@RegisterForReflection
public record Rejection(
        UUID id,
        String feed,
        OffsetDateTime at,
        int status,
        String kind,
        List<Fault> faults,
        int size,
        String client) {}
