package org.huiliu.boot.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalOidcTest {

    private static LocalOidc oidc;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        oidc = LocalOidc.start(0, TokenMint.newKey());
    }

    @AfterAll
    static void stop() {
        oidc.close();
    }

    @Test
    void aClientWithItsSecretGetsItsClaims() throws Exception {
        JWTClaimsSet claims =
                claims(token("grant_type=client_credentials&client_id=feed-110&client_secret=feed-110-secret"));

        assertThat(claims.getIssuer()).isEqualTo(oidc.issuer());
        assertThat(claims.getAudience()).containsExactly("huiliu");
        assertThat(claims.getSubject()).isEqualTo("feed-110");
        assertThat(claims.getStringListClaim("roles")).containsExactly("feed");
        assertThat(claims.getStringClaim("feed")).isEqualTo("110");
        assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime())
                .isEqualTo(3_600_000);
    }

    @Test
    void theSecretMayComeInTheHeader() throws Exception {
        String basic = Base64.getEncoder().encodeToString("partner-gulou:partner-gulou-secret".getBytes());
        HttpResponse<String> answer = post("grant_type=client_credentials", "Authorization", "Basic " + basic);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(claims(answer).getClaims()).containsEntry("agency", "gulou").containsEntry("division", "320302");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grant_type=client_credentials&client_id=feed-110&client_secret=wrong",
                "grant_type=client_credentials&client_id=feed-110",
                "grant_type=client_credentials&client_id=nobody&client_secret=nobody-secret",
                "grant_type=client_credentials"
            })
    void aWrongSecretGetsNoToken(String form) throws Exception {
        HttpResponse<String> answer = token(form);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"invalid_client\"");
    }

    @Test
    void aUserLogsInWithAPasswordThroughTheConsole() throws Exception {
        String form = "grant_type=password&client_id=console&scope=openid&username=triage1&password=";
        JWTClaimsSet claims = claims(token(form + "triage1-password"));

        assertThat(claims.getSubject()).isEqualTo("triage1");
        assertThat(claims.getStringListClaim("roles")).containsExactly("triage");
        assertThat(token(form + "wrong").statusCode()).isEqualTo(400);
    }

    @Test
    void aMintedTokenIsSignedWithThePublishedKey() throws Exception {
        String keys = HTTP.send(
                        HttpRequest.newBuilder(URI.create(oidc.issuer() + "/jwks"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        SignedJWT token = SignedJWT.parse(oidc.mint().token(Map.of("roles", List.of("admin"), "aud", "elsewhere")));

        assertThat(token.verify(new RSASSAVerifier(
                        JWKSet.parse(keys).getKeyByKeyId("huiliu").toRSAKey())))
                .isTrue();
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("elsewhere");
        assertThat(keys).doesNotContain("\"d\":");
    }

    @Test
    void theDiscoveryDocumentNamesTheIssuer() throws Exception {
        String document = HTTP.send(
                        HttpRequest.newBuilder(URI.create(oidc.issuer() + "/.well-known/openid-configuration"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();

        assertThat(document).contains("\"" + oidc.issuer() + "\"").contains(oidc.issuer() + "/jwks");
    }

    private static JWTClaimsSet claims(HttpResponse<String> answer) throws ParseException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String token = answer.body().replaceFirst("(?s).*\"access_token\"\\s*:\\s*\"([^\"]+)\".*", "$1");
        return SignedJWT.parse(token).getJWTClaimsSet();
    }

    private static HttpResponse<String> token(String form) throws IOException, InterruptedException {
        return post(form, "Accept", "application/json");
    }

    private static HttpResponse<String> post(String form, String header, String value)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(oidc.tokenEndpoint()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
