package org.huiliu.console.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.console.Overview;
import org.huiliu.console.OverviewDesk;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestResponse;

/** How the whole stands. */
@Path("/v1/overview")
@Tag(name = "console")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
class OverviewResource {
    private static final Pattern DIVISION = Pattern.compile("[1-9][0-9]{1,11}");

    private final OverviewDesk desk;
    private final SecurityIdentity identity;

    OverviewResource(OverviewDesk desk, SecurityIdentity identity) {
        this.desk = desk;
        this.identity = identity;
    }

    @GET
    @Operation(
            operationId = "getOverview",
            summary = "总览 · How the whole stands today, within the operator's division",
            description =
                    "Counts only. An answer is kept for a moment: to ask more than once a second tells nothing new.")
    public Uni<RestResponse<Overview>> get() {
        String division = Callers.of(identity).division();
        if (division != null && !DIVISION.matcher(division).matches()) {
            return Uni.createFrom()
                    .item(Problem.of(ProblemType.FORBIDDEN, "The token's division is not a division code.")
                            .response());
        }
        return desk.overview(division).map(RestResponse::ok);
    }
}
