package org.huiliu.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.huiliu.platform.net.Network;

/** How deliveries are made. */
@ConfigMapping(prefix = "huiliu.delivery")
public interface DeliveryConfig {
    /** Whether this pod delivers. */
    @WithDefault("true")
    boolean enabled();

    /** Base address of the hub as receivers reach it, for the receipts. */
    @WithDefault("http://127.0.0.1:8080")
    String publicUrl();

    /** How often the queue is looked at when nothing wakes the pod; jittered by half. The net for pods that were killed. */
    @WithDefault("3s")
    Duration poll();

    /** Deliveries in one claim. */
    @WithDefault("256")
    int claimMost();

    /**
     * How much longer than the target's timeout a lease lasts: time to render and to wait for a slot before, to ask again and
     * to write the outcome after. Less than 5 s is refused: a lease must not end while its request is under way.
     */
    @WithDefault("15s")
    Duration leaseMargin();

    /** Failures of a target one after the other at which nothing more is sent to it but probes. */
    @WithDefault("10")
    int breakerFailures();

    /** From then to the first probe; each further one takes twice as long. */
    @WithDefault("5s")
    Duration probeFirst();

    /** The longest pause between two probes. */
    @WithDefault("1m")
    Duration probeLongest();

    /** The longest pause that a receiver may ask for. */
    @WithDefault("1h")
    Duration retryAfterCap();

    /** How long a stopping pod waits for requests under way before it gives their leases back. */
    @WithDefault("10s")
    Duration drain();

    /** The networks (CIDR) in which targets may lie that name none; absent: the open net, no private address. */
    Optional<List<Network>> networks();
}
