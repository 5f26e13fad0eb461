package org.huiliu.delivery;

import java.util.List;
import java.util.Set;
import org.huiliu.platform.net.Network;

/**
 * How the hub gets in at a receiver.
 *
 * @param networks in which its addresses must lie; empty: those of {@code huiliu.delivery.networks}
 * @param ports which may be connected to; empty: the one that its address names
 */
public record Access(List<Network> networks, Set<Integer> ports) {

    /** What holds for a receiver of which nothing is said. */
    public static final Access USUAL = new Access(List.of(), Set.of());
}
