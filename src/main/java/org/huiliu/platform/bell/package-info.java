/**
 * A bell between pods: what one of them has committed the others need not find out by asking over and over.
 *
 * <p>In: a ring after a commit. Out: the listeners of that topic, here at once and on the other pods some milliseconds
 * later. Start with {@link org.huiliu.platform.bell.Bell}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.platform.bell;
