package org.huiliu.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.huiliu.delivery.Access.Auth.ApiKey;
import org.huiliu.delivery.Access.Auth.Bearer;
import org.huiliu.delivery.Access.Auth.Nothing;
import org.huiliu.delivery.Access.Auth.OAuth2;
import org.huiliu.delivery.SecretKind;
import org.huiliu.delivery.signing.Scheme;
import org.huiliu.partners.Access;
import org.huiliu.partners.Access.Auth;
import org.huiliu.partners.Access.Signature;
import org.huiliu.partners.Target;
import org.huiliu.partners.Terms;
import org.huiliu.platform.net.Network;
import org.junit.jupiter.api.Test;

/** What the register says of a way in is what deliveries go by. */
class ReceiversTest {

    @Test
    void everyWayOfTheRegisterHasItsOwnInDelivery() {
        assertThat(access(Auth.Kind.NONE).auth()).isEqualTo(new Nothing());
        assertThat(access(Auth.Kind.BEARER).auth()).isEqualTo(new Bearer());
        assertThat(access(Auth.Kind.API_KEY).auth()).isEqualTo(new ApiKey("X-Api-Key"));
        assertThat(access(Auth.Kind.OAUTH2).auth())
                .isEqualTo(new OAuth2(URI.create("https://sso.city.example/token"), "huiliu", "cases"));
        org.huiliu.delivery.Access one = access(Auth.Kind.NONE);
        assertThat(one.networks()).containsExactly(Network.of("10.20.0.0/16"));
        assertThat(one.ports()).containsExactly(443);
        assertThat(one.clientCertificate()).isTrue();
        assertThat(one.appId()).isEqualTo("huiliu-01");
    }

    @Test
    void everySignatureOfTheRegisterIsAScheme() {
        assertThat(access(Auth.Kind.NONE).signatures()).containsExactly(Scheme.values());
        for (Scheme scheme : Scheme.values()) {
            assertThat(SecretKind.valueOf(scheme.name()).scheme()).contains(scheme);
        }
    }

    private static org.huiliu.delivery.Access access(Auth.Kind kind) {
        Auth auth = new Auth(kind, "https://sso.city.example/token", "huiliu", "cases", "X-Api-Key", "huiliu-01", true);
        return Receivers.of(new Target(
                        "municipal",
                        "示例",
                        "agency",
                        "MUNICIPAL",
                        "",
                        "https://target.example.org",
                        "receiver-municipal",
                        Set.of(),
                        Set.of(),
                        5000,
                        Terms.USUAL,
                        new Access(List.of("10.20.0.0/16"), List.of(443), auth, List.of(Signature.values())),
                        null))
                .access();
    }
}
