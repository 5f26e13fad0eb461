/**
 * How fast deliveries go out, beside db-scheduler and a Camel route, and what others' trouble costs the healthy.
 *
 * <p>In: the packaged hub as a process of its own, PostgreSQL and Redis, receivers that count. Out: a table and one line of
 * JSON. Begin with {@link org.huiliu.bench.delivery.DeliveryBench}.
 */
@NullMarked
package org.huiliu.bench.delivery;

import org.jspecify.annotations.NullMarked;
