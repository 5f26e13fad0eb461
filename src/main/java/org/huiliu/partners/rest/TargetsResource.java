package org.huiliu.partners.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.partners.PartnerRegister;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The receiving systems. */
@Path("/v1/targets")
@Tag(name = "register")
@Produces(MediaType.APPLICATION_JSON)
class TargetsResource {
    private final PartnerRegister register;
    private final SecurityIdentity identity;

    TargetsResource(PartnerRegister register, SecurityIdentity identity) {
        this.register = register;
        this.identity = identity;
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER})
    @Operation(operationId = "listTargets", summary = "All receiving systems")
    public Uni<Listing<TargetView>> list() {
        return register.targets()
                .map(entries ->
                        new Listing<>(entries.stream().map(TargetView::of).toList()));
    }

    @GET
    @Path("/{code}")
    @RolesAllowed({Role.ADMIN, Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER})
    @Operation(operationId = "getTarget", summary = "One receiving system, with its ETag")
    public Uni<RestResponse<TargetView>> get(@RestPath String code) {
        return register.target(code).map(found -> Answers.read(found, TargetView::of));
    }

    @PUT
    @Path("/{code}")
    @RolesAllowed(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putTarget",
            summary = "Creates or changes a receiving system",
            description = "A change needs the ETag last read in If-Match. Deliveries under way keep their frozen body.")
    public Uni<RestResponse<TargetView>> put(
            @RestPath String code, @HeaderParam("If-Match") @Nullable String ifMatch, @Nullable TargetEdit body) {
        TargetEdit edit = RequestBody.present(body);
        return register.put(
                        edit.target(code),
                        edit.on(),
                        new Precondition(ifMatch),
                        Callers.of(identity).actor())
                .map(done -> Answers.edited(done, TargetView::of));
    }
}
