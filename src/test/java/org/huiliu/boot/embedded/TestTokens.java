package org.huiliu.boot.embedded;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tokens for tests that run with {@link EmbeddedPartsResource}, signed without asking the OIDC server. */
public final class TestTokens {

    private TestTokens() {}

    /** The token of a client ({@code feed-110}, {@code target-municipal}, {@code partner-gulou} …) or user ({@code triage1} …). */
    public static String of(String clientOrUser) {
        return mint().issueFor(clientOrUser);
    }

    /** A token with any claims; absent ones are filled, see {@link TokenMint#token}. */
    public static String with(Map<String, Object> claims) {
        return mint().token(claims);
    }

    /** The token of a client or user, meant for somebody else than the hub. */
    public static String forAnotherAudience(String clientOrUser) {
        return mint().token(changed(clientOrUser, "aud", List.of("somebody-else")));
    }

    /** The token of a client or user, an hour too old. */
    public static String expired(String clientOrUser) {
        return mint().token(changed(clientOrUser, "exp", Instant.now().minusSeconds(3600)));
    }

    private static Map<String, Object> changed(String clientOrUser, String claim, Object value) {
        Map<String, Object> claims =
                new HashMap<>(LocalIdentities.claimsOf(clientOrUser).orElseThrow());
        claims.put("sub", clientOrUser);
        claims.put(claim, value);
        return claims;
    }

    private static TokenMint mint() {
        String issuer = System.getProperty(SharedParts.ISSUER);
        String key = System.getProperty(SharedParts.KEY);
        if (issuer == null || key == null) {
            throw new IllegalStateException("The test lacks @QuarkusTestResource(EmbeddedPartsResource.class).");
        }
        return TokenMint.of(issuer, key);
    }
}
