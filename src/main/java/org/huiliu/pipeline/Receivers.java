package org.huiliu.pipeline;

import java.time.Duration;
import java.util.Set;
import org.huiliu.delivery.Access;
import org.huiliu.delivery.Receiver;
import org.huiliu.partners.Target;
import org.huiliu.platform.net.Network;

/** The register's targets in the words of delivery, which does not know the register. */
final class Receivers {
    private Receivers() {}

    /** A target as its deliveries see it. */
    static Receiver of(Target target) {
        return new Receiver(
                target.code(),
                target.name(),
                target.division(),
                target.baseUrl(),
                target.contract(),
                target.entitlement(),
                Duration.ofMillis(target.timeoutMillis()),
                access(target.access()));
    }

    private static Access access(org.huiliu.partners.Access access) {
        return new Access(access.networks().stream().map(Network::of).toList(), Set.copyOf(access.ports()));
    }
}
