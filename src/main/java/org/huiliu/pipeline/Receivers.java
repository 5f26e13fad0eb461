package org.huiliu.pipeline;

import java.time.Duration;
import java.util.Set;
import org.huiliu.delivery.Access;
import org.huiliu.delivery.DeliveryTerms;
import org.huiliu.delivery.Limits;
import org.huiliu.delivery.Receiver;
import org.huiliu.partners.Target;
import org.huiliu.partners.Terms;
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
                access(target.access()),
                terms(target.terms()));
    }

    private static Access access(org.huiliu.partners.Access access) {
        return new Access(access.networks().stream().map(Network::of).toList(), Set.copyOf(access.ports()));
    }

    private static DeliveryTerms terms(Terms terms) {
        return new DeliveryTerms(
                new Limits(terms.inFlight(), terms.perSecond(), Duration.ofSeconds(terms.rampUpSeconds())),
                new DeliveryTerms.Retry(
                        Duration.ofMillis(terms.retry().baseMillis()),
                        Duration.ofSeconds(terms.retry().capSeconds()),
                        Duration.ofHours(terms.retry().maxAgeHours())),
                switch (terms.onRefusal()) {
                    case PARK -> DeliveryTerms.OnRefusal.PARK;
                    case SKIP -> DeliveryTerms.OnRefusal.SKIP;
                    case STOP -> DeliveryTerms.OnRefusal.STOP;
                });
    }
}
