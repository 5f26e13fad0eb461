/**
 * Deliveries: what is owed to which target, sent until it is accepted, refused, or told to stop.
 *
 * <p>In: {@link org.huiliu.delivery.NewDelivery} in the transaction that caused it. Out: requests to receivers by their
 * published contract (at least once, in order per case and target), outcomes on the delivery. Start with
 * {@link org.huiliu.delivery.DeliveryQueue}; {@link org.huiliu.delivery.Letters} writes what is sent,
 * {@link org.huiliu.delivery.Sender} sends it, {@link org.huiliu.delivery.Finished} says what follows from the outcome.
 * The order of the work is in {@code org.huiliu.pipeline.DeliverPath}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.delivery;
