/**
 * What happens at start-up and by the clock, apart from any report.
 *
 * <p>{@link org.huiliu.boot.Housekeeping} makes the partitions of the months ahead and forgets old Idempotency-Keys. The
 * embedded development parts live in sub-packages of {@code src/local} and never reach the production artefact.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.boot;
