/**
 * Reports and identities in PostgreSQL: the only writer of {@code report}, {@code report_identity} and
 * {@code idempotency}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.intake.pg;
