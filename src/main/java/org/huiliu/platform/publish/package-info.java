/**
 * The published contract of the hub: {@code openapi/hub.yaml} as the build makes it, and the files that anybody may read.
 *
 * <p>In: annotations of the REST methods, {@code META-INF/openapi.yaml} (what no method says: licence, security, problem
 * answers, routes that are not REST methods), {@code openapi-examples.json}. Out: {@code /openapi/*} and
 * {@code /contracts/**}. Start with {@link org.huiliu.platform.publish.ProblemAnswers} and
 * {@link org.huiliu.platform.publish.PublishedFiles}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.platform.publish;
