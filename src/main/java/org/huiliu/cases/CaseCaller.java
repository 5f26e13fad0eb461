package org.huiliu.cases;

import java.util.UUID;

/**
 * Someone who called about a case.
 *
 * @param phoneHash keyed hash of the number, hexadecimal
 */
public record CaseCaller(UUID caseId, String phoneHash) {}
