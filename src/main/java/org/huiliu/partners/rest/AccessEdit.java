package org.huiliu.partners.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.partners.Access;
import org.jspecify.annotations.Nullable;

/** The access to a target as an operator writes it; what is left out takes its usual value. */
@RegisterForReflection
@Schema(name = "AccessEdit")
record AccessEdit(
        @Schema(description = "CIDR; left out for the hub's own list.", examples = "[\"10.20.0.0/16\"]") @Nullable
        List<String> networks,

        @Schema(description = "Left out for the port of the base URL.") @Nullable
        List<Integer> ports,

        @Nullable AuthEdit auth,

        @Nullable List<Access.Signature> signatures) {

    /** How the hub says who it is. */
    @RegisterForReflection
    @Schema(name = "AuthEdit")
    record AuthEdit(
            Access.Auth.@Nullable Kind kind,
            @Nullable String tokenUrl,
            @Nullable String clientId,
            @Nullable String scope,
            @Nullable String header,
            @Nullable String appId,
            @Nullable Boolean clientCertificate) {

        Access.Auth auth() {
            return new Access.Auth(
                    kind == null ? Access.Auth.Kind.NONE : kind,
                    tokenUrl,
                    clientId,
                    scope,
                    header,
                    appId,
                    Boolean.TRUE.equals(clientCertificate));
        }
    }

    Access access() {
        return new Access(
                networks == null ? List.of() : List.copyOf(networks),
                ports == null ? List.of() : List.copyOf(ports),
                auth == null ? Access.USUAL.auth() : auth.auth(),
                signatures == null ? List.of() : List.copyOf(signatures));
    }
}
