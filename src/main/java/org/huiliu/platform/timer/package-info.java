/**
 * What happens later unless it is cancelled: durable, and once on any number of pods.
 *
 * <p>In: a kind, a subject and a time, set in the transaction that wants it. Out: what is due, for whoever fires it. Start
 * with {@link org.huiliu.platform.timer.Timers}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.platform.timer;
