package org.huiliu.delivery.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.delivery.TargetDesk;
import org.huiliu.delivery.TargetState;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Goes on with the sending to a target. */
@Path("/v1/targets/{code}/resume")
@Tag(name = "deliveries")
@Produces(MediaType.APPLICATION_JSON)
class TargetResumeResource {
    private final TargetDesk desk;
    private final SecurityIdentity identity;

    TargetResumeResource(TargetDesk desk, SecurityIdentity identity) {
        this.desk = desk;
        this.identity = identity;
    }

    @POST
    @RolesAllowed({Role.ADMIN, Role.TRIAGE})
    @Operation(
            operationId = "resumeTarget",
            summary = "恢复投递 · Goes on with the sending to a target",
            description = "What was held goes out in its order, at a pace that grows to the target's limits.")
    public Uni<RestResponse<TargetState>> resume(@RestPath String code) {
        return desk.resume(code, Callers.of(identity).actor()).map(TargetStateResource::answer);
    }
}
