package org.huiliu.cases;

import java.util.UUID;
import org.huiliu.platform.problem.Precondition;

/**
 * What an operator orders to be done with a case.
 *
 * @param reason for the audit, in the operator's words
 * @param actor {@code operator:<name>}
 * @param scope what the operator may see: what is outside is not there
 * @param seen the revision of the case that the operator has seen
 */
public record CaseOrder(UUID caseId, CaseAction action, String reason, String actor, Scope scope, Precondition seen) {}
