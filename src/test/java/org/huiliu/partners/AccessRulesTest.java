package org.huiliu.partners;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.huiliu.partners.Access.Auth;
import org.huiliu.partners.Access.Signature;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is wrong with a way in is said when it is saved. */
class AccessRulesTest {
    private static final String BASE = "https://10.20.0.5:8443/api";

    @Test
    void aUsualWayInIsFaultless() {
        assertThat(AccessRules.faults("https://target.example.org/api", Access.USUAL))
                .isEmpty();
        assertThat(AccessRules.faults(
                        BASE,
                        new Access(
                                List.of("10.20.0.0/16"),
                                List.of(8443, 443),
                                new Auth(
                                        Auth.Kind.OAUTH2,
                                        "https://sso.city.example/token/?tenant=1",
                                        "huiliu",
                                        "cases:write",
                                        null,
                                        "huiliu-01",
                                        true),
                                List.of(Signature.STANDARD_HMAC, Signature.SM2))))
                .isEmpty();
    }

    @Test
    void reservedAddressesAreNoBaseUrlInWhateverDress() {
        for (String host : new String[] {
            "169.254.169.254",
            "[::ffff:169.254.169.254]",
            "[64:ff9b::a9fe:a9fe]",
            "[fd00:ec2::254]",
            "0.0.0.0",
            "[fe80::1]"
        }) {
            assertThat(spots("http://" + host + "/latest", Access.USUAL))
                    .as(host)
                    .containsExactly("/baseUrl");
        }
    }

    @Test
    void theBaseUrlLiesInItsOwnNetworksAndPorts() {
        assertThat(spots(BASE, open(List.of("10.21.0.0/16"), List.of()))).containsExactly("/baseUrl");
        assertThat(spots(BASE, open(List.of(), List.of(443)))).containsExactly("/access/ports");
        assertThat(spots("http://10.20.0.5:22/api", open(List.of(), List.of()))).containsExactly("/access/ports");
        assertThat(spots("http://10.20.0.5:81/api", open(List.of(), List.of(81))))
                .isEmpty();
    }

    @Test
    void pathsCanBeAppendedToTheBaseUrl() {
        for (String wrong : new String[] {
            "https://a.example/api/",
            "https://a.example/api?x=1",
            "https://u:p@a.example",
            "https://a.example#x",
            "ftp://a.example",
            "a.example",
            "https://"
        }) {
            assertThat(spots(wrong, Access.USUAL)).as(wrong).containsExactly("/baseUrl");
        }
    }

    @Test
    void networksAndPortsAreWrittenExactly() {
        assertThat(spots(
                        BASE,
                        open(List.of("10.20.0.0/16", "10.20.0.1/16", "0.0.0.0/0", "city"), List.of(8443, 0, 70_000))))
                .containsExactly(
                        "/access/networks/1",
                        "/access/networks/2",
                        "/access/networks/3",
                        "/access/ports/1",
                        "/access/ports/2");
    }

    @Test
    void everyWayOfSayingWhoOneIsHasWhatItNeeds() {
        assertThat(spots(BASE, by(auth(Auth.Kind.API_KEY, null, null, null, false))))
                .containsExactly("/access/auth/header");
        assertThat(spots(BASE, by(auth(Auth.Kind.API_KEY, null, null, "Content-Length", false))))
                .containsExactly("/access/auth/header");
        assertThat(spots(BASE, by(auth(Auth.Kind.API_KEY, null, null, "X-Key\r\nHost", false))))
                .containsExactly("/access/auth/header");
        assertThat(spots(BASE, by(auth(Auth.Kind.API_KEY, null, null, "X-Api-Key", false))))
                .isEmpty();
        assertThat(spots(BASE, by(auth(Auth.Kind.OAUTH2, "ftp://sso", null, null, false))))
                .containsExactly("/access/auth/tokenUrl", "/access/auth/clientId");
        assertThat(spots("http://10.20.0.5", by(auth(Auth.Kind.NONE, null, null, null, true))))
                .containsExactly("/access/auth/clientCertificate");
    }

    @Test
    void aSignatureThatNamesAnAppNeedsItsName() {
        assertThat(spots(BASE, new Access(List.of(), List.of(), Auth.NONE, List.of(Signature.HMAC_SM3))))
                .containsExactly("/access/auth/appId");
        assertThat(spots(
                        BASE,
                        new Access(
                                List.of(),
                                List.of(),
                                Auth.NONE,
                                List.of(Signature.STANDARD_HMAC, Signature.STANDARD_HMAC))))
                .containsExactly("/access/signatures");
    }

    private static List<String> spots(String baseUrl, Access access) {
        return AccessRules.faults(baseUrl, access).stream().map(Fault::pointer).toList();
    }

    private static Access open(List<String> networks, List<Integer> ports) {
        return new Access(networks, ports, Auth.NONE, List.of());
    }

    private static Access by(Auth auth) {
        return new Access(List.of(), List.of(), auth, List.of());
    }

    private static Auth auth(
            Auth.Kind kind,
            @Nullable String tokenUrl,
            @Nullable String clientId,
            @Nullable String header,
            boolean certificate) {
        return new Auth(kind, tokenUrl, clientId, null, header, null, certificate);
    }
}
