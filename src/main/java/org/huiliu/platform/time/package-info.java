/**
 * Time as a port: the clock is injected, ids carry their time.
 *
 * <p>In: nothing. Out: a {@link java.time.Clock} bean and {@link org.huiliu.platform.time.Ids}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.platform.time;
