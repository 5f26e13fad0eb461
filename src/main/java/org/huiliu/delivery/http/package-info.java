/** Deliveries over HTTP: one connection pool a target, bounded time, bounded answers, no redirects. */
@org.jspecify.annotations.NullMarked
package org.huiliu.delivery.http;
