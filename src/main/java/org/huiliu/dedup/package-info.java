/**
 * Repeats: whether a message was committed before, and whether a report and a case are one matter.
 *
 * <p>In: record, version and content hash of a message ({@link org.huiliu.dedup.ReplayGate}); a report's content
 * ({@link org.huiliu.dedup.Matter}). Out: the ids under which that very message was committed; the cases that share a key
 * ({@link org.huiliu.dedup.RepeatIndex}); a verdict with its evidence ({@link org.huiliu.dedup.Judge}). How it scores and
 * how that is measured is told in {@code docs/repeats.md}. Start with {@link org.huiliu.dedup.Judge}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.dedup;
