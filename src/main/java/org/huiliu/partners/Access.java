package org.huiliu.partners;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the hub gets in at a target: where it may connect to, how it says who it is, how it signs. It names no secret:
 * those are kept apart, sealed.
 *
 * @param networks the networks (CIDR) in which its addresses must lie; empty: those of {@code huiliu.delivery.networks}
 * @param ports the ports that may be connected to; empty: that of its base URL
 * @param auth how the hub says who it is
 * @param signatures how requests are signed; each kind is one
 */
@RegisterForReflection
public record Access(List<String> networks, List<Integer> ports, Auth auth, List<Signature> signatures) {

    /** Empty lists are not written, so that they are absent when read. */
    public Access {
        networks = networks == null ? List.of() : List.copyOf(networks);
        ports = ports == null ? List.of() : List.copyOf(ports);
        signatures = signatures == null ? List.of() : List.copyOf(signatures);
    }

    /** What holds for a target that says nothing of it. */
    public static final Access USUAL = new Access(List.of(), List.of(), Auth.NONE, List.of());

    /**
     * How the hub says who it is.
     *
     * @param kind the way
     * @param tokenUrl OAUTH2: where access tokens are had
     * @param clientId OAUTH2: the hub's client there
     * @param scope OAUTH2: what is asked for
     * @param header API_KEY: the header that carries the key
     * @param appId what the signatures that name one call the hub
     * @param clientCertificate whether the hub shows a certificate of its own (mTLS), beside the kind
     */
    @RegisterForReflection
    public record Auth(
            Kind kind,
            @Nullable String tokenUrl,
            @Nullable String clientId,
            @Nullable String scope,
            @Nullable String header,
            @Nullable String appId,
            boolean clientCertificate) {

        static final Auth NONE = new Auth(Kind.NONE, null, null, null, null, null, false);

        /** The ways. */
        public enum Kind {
            NONE,
            BEARER,
            API_KEY,
            OAUTH2
        }
    }

    /** How a request is signed. */
    public enum Signature {
        /** Standard Webhooks, HMAC-SHA256 ({@code v1}). */
        STANDARD_HMAC,
        /** Standard Webhooks, Ed25519 ({@code v1a}). */
        STANDARD_ED25519,
        /** appId, timestamp, nonce and a digest of the sorted parameters. */
        SORTED_DIGEST,
        /** The same parameters under HMAC-SM3. */
        HMAC_SM3,
        /** The same parameters under an SM2 signature. */
        SM2
    }
}
