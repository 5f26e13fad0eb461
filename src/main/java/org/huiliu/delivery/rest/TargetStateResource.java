package org.huiliu.delivery.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.delivery.TargetDesk;
import org.huiliu.delivery.TargetState;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** How a target stands. */
@Path("/v1/targets/{code}/state")
@Tag(name = "deliveries")
@Produces(MediaType.APPLICATION_JSON)
class TargetStateResource {
    private final TargetDesk desk;

    TargetStateResource(TargetDesk desk) {
        this.desk = desk;
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.TRIAGE})
    @Operation(
            operationId = "getTargetState",
            summary = "接收系统运行状态 · Whether a target answers, and how much is owed to it",
            description = "The same on every pod: all of them go by it.")
    public Uni<RestResponse<TargetState>> get(@RestPath String code) {
        return desk.state(code).map(TargetStateResource::answer);
    }

    static RestResponse<TargetState> answer(Optional<TargetState> found) {
        return found.map(RestResponse::ok).orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, "there is no such target")
                .response());
    }
}
