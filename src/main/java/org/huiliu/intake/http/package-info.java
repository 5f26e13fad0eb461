/**
 * Many reports as a stream: the route reads the socket itself, since Quarkus REST does not stream request bodies.
 *
 * <p>In: {@code application/x-ndjson}, one message a line. Out: one result a line, in order. Start with
 * {@link org.huiliu.intake.http.BatchRoute}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.intake.http;
