package org.huiliu.console.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.platform.security.Caller;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Who looks. */
@Path("/v1/me")
@Tag(name = "console")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
class MeResource {
    private final SecurityIdentity identity;

    MeResource(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** An operator as the hub knows them from their token. */
    @RegisterForReflection
    @Schema(
            name = "Operator",
            requiredProperties = {"name", "roles"})
    record Operator(
            @Schema(description = "As the audit names them, behind the word operator.", examples = "triage1")
            String name,

            @Schema(description = "What they may do", examples = "triage")
            List<String> roles,

            @Schema(description = "Prefix of the divisions that they see; absent: all.", examples = "3203")
            @Nullable
            @JsonInclude(JsonInclude.Include.NON_NULL)
            String division,

            @Schema(description = "The agency that they work for", examples = "hotline")
            @Nullable
            @JsonInclude(JsonInclude.Include.NON_NULL)
            String agency) {}

    @GET
    @Operation(operationId = "getMe", summary = "当前操作员 · The operator behind the token, as the hub knows them")
    public Uni<RestResponse<Operator>> get() {
        Caller caller = Callers.of(identity);
        return Uni.createFrom()
                .item(RestResponse.ok(new Operator(
                        caller.name(), caller.roles().stream().sorted().toList(), caller.division(), caller.agency())));
    }
}
