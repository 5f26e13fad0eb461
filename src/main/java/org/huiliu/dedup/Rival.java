package org.huiliu.dedup;

/**
 * A case that a report may belong to, as the judge needs to know it.
 *
 * @param first the case's first report with its agreed facts, never its last member: a chain of likenesses must not
 *     become one case
 * @param sameCaller whether the report's caller has called about this case before
 * @param closed whether the case is over
 * @param forwarded whether its units have it: an emergency is forwarded first and linked afterwards
 */
public record Rival(Matter first, boolean sameCaller, boolean closed, boolean forwarded) {}
