package org.huiliu.delivery;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.huiliu.delivery.signing.Scheme;
import org.huiliu.platform.net.Network;
import org.jspecify.annotations.Nullable;

/**
 * How the hub gets in at a receiver.
 *
 * @param networks in which its addresses must lie; empty: those of {@code huiliu.delivery.networks}
 * @param ports which may be connected to; empty: the one that its address names
 * @param auth how the hub says who it is
 * @param clientCertificate whether it shows a certificate besides
 * @param appId what the receiver calls the hub, for the signatures that name one; else empty
 * @param signatures how requests are signed
 */
public record Access(
        List<Network> networks,
        Set<Integer> ports,
        Auth auth,
        boolean clientCertificate,
        String appId,
        List<Scheme> signatures) {

    /** What holds for a receiver of which nothing is said. */
    public static final Access USUAL = new Access(List.of(), Set.of(), new Auth.Nothing(), false, "", List.of());

    /** How the hub says who it is; the secret that belongs to it is kept apart. */
    public sealed interface Auth {
        /** It does not say. */
        record Nothing() implements Auth {}

        /** A token in {@code Authorization}. */
        record Bearer() implements Auth {}

        /**
         * A key.
         *
         * @param header the header that carries it
         */
        record ApiKey(String header) implements Auth {}

        /**
         * A token that is had from somebody (OAuth 2, client credentials).
         *
         * @param tokenUrl from whom; the receiver's networks and ports hold for it too
         * @param clientId the hub's name there
         * @param scope what is asked for, where it matters
         */
        record OAuth2(
                URI tokenUrl, String clientId, @Nullable String scope) implements Auth {}
    }

    /** The kind of secret by which the hub says who it is; null when it needs none. */
    public @Nullable SecretKind ownSecret() {
        if (auth instanceof Auth.Bearer) {
            return SecretKind.BEARER;
        }
        if (auth instanceof Auth.ApiKey) {
            return SecretKind.API_KEY;
        }
        return auth instanceof Auth.OAuth2 ? SecretKind.OAUTH2 : null;
    }
}
