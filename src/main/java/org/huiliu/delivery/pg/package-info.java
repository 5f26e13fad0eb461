/** The queue of deliveries in PostgreSQL: the only writer of {@code delivery} and {@code attempt}. */
@org.jspecify.annotations.NullMarked
package org.huiliu.delivery.pg;
