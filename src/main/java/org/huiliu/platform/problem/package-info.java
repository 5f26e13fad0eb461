/**
 * Refusals as RFC 9457 problems: what was wrong, where, and what would be allowed.
 *
 * <p>In: a {@link org.huiliu.platform.problem.ProblemType} with its particulars. Out:
 * {@code application/problem+json}. Start with {@link org.huiliu.platform.problem.Problem}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.platform.problem;
