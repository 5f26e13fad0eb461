package org.huiliu.delivery.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.delivery.TargetDesk;
import org.huiliu.delivery.TargetState;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Stops the sending to a target. */
@Path("/v1/targets/{code}/pause")
@Tag(name = "deliveries")
@Produces(MediaType.APPLICATION_JSON)
class TargetPauseResource {
    private static final int LONGEST_REASON = 1000;

    private final TargetDesk desk;
    private final SecurityIdentity identity;

    TargetPauseResource(TargetDesk desk, SecurityIdentity identity) {
        this.desk = desk;
        this.identity = identity;
    }

    /** Why. */
    @RegisterForReflection
    @Schema(
            name = "TargetPause",
            requiredProperties = {"reason"},
            additionalProperties = Schema.False.class)
    record PauseBody(
            @Schema(description = "理由,记入审计 / for the audit", minLength = 1, maxLength = LONGEST_REASON) @Nullable
            String reason) {}

    @POST
    @RolesAllowed({Role.ADMIN, Role.TRIAGE})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "pauseTarget",
            summary = "暂停投递 · Stops the sending to a target",
            description =
                    "What is under way ends; what is owed from now on is held and counted, and nothing of it is lost.")
    public Uni<RestResponse<TargetState>> pause(@RestPath String code, @Nullable PauseBody body) {
        String reason = RequestBody.present(body).reason();
        List<Fault> faults = Fault.ofText("/reason", reason, LONGEST_REASON);
        if (!faults.isEmpty()) {
            return Uni.createFrom()
                    .item(Problem.of(ProblemType.BREAKS_CONTRACT, "The order is not complete.")
                            .with(faults)
                            .response());
        }
        return desk.pause(code, String.valueOf(reason), Callers.of(identity).actor())
                .map(TargetStateResource::answer);
    }
}
