package org.huiliu.boot.embedded;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Signs tokens with the key of a {@link LocalOidc} without asking it: any claims, so that tests can be refused for each. */
public final class TokenMint {

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final String issuer;
    private final RSAKey key;
    private final Clock clock;

    TokenMint(String issuer, RSAKey key, Clock clock) {
        this.issuer = issuer;
        this.key = key;
        this.clock = clock;
    }

    /** A mint for an issuer whose private key (a JWK as JSON) is known. */
    public static TokenMint of(String issuer, String key) {
        return new TokenMint(issuer, parse(key), Clock.systemUTC());
    }

    /** A new private key as a JWK in JSON. */
    public static String newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(LocalOidc.ISSUER_ID)
                    .generate()
                    .toJSONString();
        } catch (JOSEException e) {
            throw new EmbeddedPartException("Cannot make a signing key.", e);
        }
    }

    /** The token that this client or user would get. */
    public String issueFor(String clientOrUser) {
        Map<String, Object> claims = LocalIdentities.claimsOf(clientOrUser)
                .orElseThrow(() -> new IllegalArgumentException("No client or user " + clientOrUser));
        return token(with(claims, "sub", clientOrUser));
    }

    /**
     * A token with these claims. Absent ones are filled: issuer, audience {@code huiliu}, subject, one hour to live.
     * {@code exp}, {@code iat} and {@code nbf} are given as {@link Instant}.
     */
    public String token(Map<String, Object> claims) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(List.of(LocalIdentities.AUDIENCE))
                .subject("somebody")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .jwtID(UUID.randomUUID().toString());
        claims.forEach((name, value) -> set.claim(name, value instanceof Instant at ? Date.from(at) : value));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(LocalOidc.ISSUER_ID)
                .type(JOSEObjectType.JWT)
                .build();
        SignedJWT token = new SignedJWT(header, set.build());
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new EmbeddedPartException("Cannot sign a token.", e);
        }
        return token.serialize();
    }

    static RSAKey parse(String key) {
        try {
            return RSAKey.parse(key);
        } catch (ParseException e) {
            throw new EmbeddedPartException("Not a private RSA key as JWK.", e);
        }
    }

    private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
        Map<String, Object> all = new java.util.HashMap<>(claims);
        all.put(name, value);
        return all;
    }
}
