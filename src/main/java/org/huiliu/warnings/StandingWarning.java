package org.huiliu.warnings;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * An open warning, as what comes further is weighed against it.
 *
 * @param first reporting time of its first case
 * @param last reporting time of its last case
 * @param division that holds all its cases; empty for none
 */
public record StandingWarning(UUID id, Subject subject, OffsetDateTime first, OffsetDateTime last, String division) {}
