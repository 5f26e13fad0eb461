/**
 * Addresses and networks, by their numbers alone: nothing here asks a name server.
 *
 * <p>In: texts of the configuration and of what people edit, addresses that somebody looked up. Out:
 * {@link org.huiliu.platform.net.Network}, and what {@link org.huiliu.platform.net.Reach} says about an address.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.platform.net;
