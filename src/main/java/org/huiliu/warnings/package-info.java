/**
 * Common problems: several different matters at one estate or by one firm within a while.
 *
 * <p>In: what cases are about, written when they are opened. Out: warnings for operators and for the targets that have
 * subscribed. Start with {@link org.huiliu.warnings.WarningRule}; the pipeline's WarningPath weighs in the background what
 * {@link org.huiliu.warnings.SubjectBook} has got.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.warnings;
