package org.huiliu.pipeline;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.huiliu.delivery.Access;
import org.huiliu.delivery.DeliveryTerms;
import org.huiliu.delivery.Limits;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.signing.Scheme;
import org.huiliu.partners.Access.Auth;
import org.huiliu.partners.Target;
import org.huiliu.partners.Terms;
import org.huiliu.platform.net.Network;
import org.jspecify.annotations.Nullable;

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
        Auth auth = access.auth();
        return new Access(
                access.networks().stream().map(Network::of).toList(),
                Set.copyOf(access.ports()),
                switch (auth.kind()) {
                    case NONE -> new Access.Auth.Nothing();
                    case BEARER -> new Access.Auth.Bearer();
                    case API_KEY -> new Access.Auth.ApiKey(given(auth.header()));
                    case OAUTH2 ->
                        new Access.Auth.OAuth2(
                                URI.create(given(auth.tokenUrl())), given(auth.clientId()), auth.scope());
                },
                auth.clientCertificate(),
                auth.appId() == null ? "" : auth.appId(),
                access.signatures().stream()
                        .map(signature -> Scheme.valueOf(signature.name()))
                        .toList());
    }

    /** The register takes no access without it. */
    private static String given(@Nullable String value) {
        return Objects.requireNonNull(value, "an access that the register would refuse");
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
