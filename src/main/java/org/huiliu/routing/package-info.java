/**
 * Where a case goes and why: rules that operators own, read from the database.
 *
 * <p>In: the facts of a case. Out: a {@link org.huiliu.routing.Decision} that names the rule, its version and its reason.
 * Start with {@link org.huiliu.routing.Ruleset}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.routing;
