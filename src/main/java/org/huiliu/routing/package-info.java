/**
 * Where a case goes and why: rules that operators own.
 *
 * <p>In: the {@link org.huiliu.routing.Facts} of a case and the {@link org.huiliu.routing.Units} that there are. Out: a
 * {@link org.huiliu.routing.Decision} that names the rule, its version, its reason and the values that decided.
 *
 * <p>Start with {@link org.huiliu.routing.Ruleset}: what operators write is read by {@link
 * org.huiliu.routing.RulesetReader} into {@link org.huiliu.routing.Rule rules} of a {@link org.huiliu.routing.Condition}
 * and an {@link org.huiliu.routing.Action}; {@link org.huiliu.routing.RuleIndex} finds those that match, and {@link
 * org.huiliu.routing.Deciding} makes one decision of them.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.routing;
