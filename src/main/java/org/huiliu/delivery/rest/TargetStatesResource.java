package org.huiliu.delivery.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
import org.huiliu.delivery.TargetDesk;
import org.huiliu.delivery.TargetState;
import org.huiliu.platform.security.Role;

/** How all targets stand. */
@Path("/v1/target-states")
@Tag(name = "deliveries")
@Produces(MediaType.APPLICATION_JSON)
class TargetStatesResource {
    private final TargetDesk desk;

    TargetStatesResource(TargetDesk desk) {
        this.desk = desk;
    }

    /** All targets. */
    @RegisterForReflection
    @Schema(
            name = "TargetStateList",
            requiredProperties = {"items"})
    record TargetStateList(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<TargetState> items) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.TRIAGE})
    @Operation(
            operationId = "listTargetStates",
            summary = "全部接收系统运行状态 · How all targets stand, by code",
            description = "As each target's own state tells it, in one call.")
    public Uni<TargetStateList> list() {
        return desk.states().map(TargetStateList::new);
    }
}
