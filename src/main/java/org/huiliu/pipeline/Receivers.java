package org.huiliu.pipeline;

import java.time.Duration;
import org.huiliu.delivery.Receiver;
import org.huiliu.partners.Target;

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
                Duration.ofMillis(target.timeoutMillis()));
    }
}
