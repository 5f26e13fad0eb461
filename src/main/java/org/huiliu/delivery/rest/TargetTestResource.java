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
import org.huiliu.delivery.TestSend;
import org.huiliu.delivery.TestSends;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Tries whether a target can be reached and takes what it is sent. */
@Path("/v1/targets/{code}/test")
@Tag(name = "deliveries")
@Produces(MediaType.APPLICATION_JSON)
class TargetTestResource {
    private final TestSends tests;
    private final SecurityIdentity identity;

    TargetTestResource(TestSends tests, SecurityIdentity identity) {
        this.tests = tests;
        this.identity = identity;
    }

    @POST
    @RolesAllowed(Role.ADMIN)
    @Operation(
            operationId = "testTarget",
            summary = "试投一件 · Sends a target one invented letter and tells what came of it",
            description =
                    "Written and checked by the target's contract and sent with its access and signatures, marked by the"
                            + " header `Huiliu-Test: true`. It is sent once, also to a target that is paused, broken off or switched off;"
                            + " it is no delivery, counts for no breaker, and leaves nothing but a line in the audit.")
    public Uni<RestResponse<TestSend>> test(@RestPath String code) {
        return tests.send(code, Callers.of(identity).actor()).map(found -> found.map(RestResponse::ok)
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, "there is no such target")
                        .response()));
    }
}
