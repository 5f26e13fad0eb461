/**
 * Deliveries: what is owed to which target, sent until it is accepted, refused, or told to stop.
 *
 * <p>In: {@link org.huiliu.delivery.NewDelivery} in the transaction that caused it. Out: requests to targets by their
 * published contract, outcomes on the delivery. Start with {@link org.huiliu.delivery.DeliveryQueue}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.delivery;
