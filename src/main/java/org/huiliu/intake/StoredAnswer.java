package org.huiliu.intake;

import java.util.UUID;

/**
 * What a client was told under an Idempotency-Key.
 *
 * @param requestHash SHA-256 of the canonical payload, hexadecimal
 */
public record StoredAnswer(ClientKey key, String requestHash, UUID reportId, UUID caseId, Outcome outcome) {}
