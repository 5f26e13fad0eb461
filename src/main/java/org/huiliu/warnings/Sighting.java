package org.huiliu.warnings;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * That a case is about a subject.
 *
 * @param said the name as the case has it
 * @param at when the matter was reported
 */
public record Sighting(UUID caseId, Subject subject, String said, OffsetDateTime at) {}
