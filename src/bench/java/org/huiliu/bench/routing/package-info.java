/**
 * How fast cases find their rules, beside event-ruler: {@link org.huiliu.bench.routing.RoutingBench} is
 * {@code -Dbench=routing}.
 */
@NullMarked
package org.huiliu.bench.routing;

import org.jspecify.annotations.NullMarked;
