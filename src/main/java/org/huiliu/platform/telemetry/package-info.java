/**
 * What ties the hub's work to that of the systems around it.
 *
 * <p>In: the {@code traceparent} header of a request. Out: the one that is sent on. Start with
 * {@link org.huiliu.platform.telemetry.Trace}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.platform.telemetry;
