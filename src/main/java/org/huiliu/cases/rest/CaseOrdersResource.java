package org.huiliu.cases.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.cases.CaseAction;
import org.huiliu.cases.CaseOrder;
import org.huiliu.cases.CaseOrders;
import org.huiliu.cases.OrderAnswer;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Caller;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What operators do with cases. */
@Path("/v1/cases/{id}/actions")
@Tag(name = "cases")
@Produces(MediaType.APPLICATION_JSON)
class CaseOrdersResource {
    private static final int LONGEST_REASON = 1000;

    private final CaseOrders orders;
    private final SecurityIdentity identity;

    CaseOrdersResource(CaseOrders orders, SecurityIdentity identity) {
        this.orders = orders;
        this.identity = identity;
    }

    /** The words of the actions. */
    enum Word {
        MERGE,
        SPLIT,
        DETACH
    }

    /** An order as an operator sends it. */
    @RegisterForReflection
    @Schema(
            name = "CaseAction",
            description = "并单、拆单、撤并 / what an operator does with a case",
            requiredProperties = {"action", "reason"},
            additionalProperties = Schema.False.class)
    record OrderBody(
            @Schema(
                    description = "并入另一诉求 MERGE、从主件拆出 SPLIT、撤出误并的来件 DETACH / merge it into another case, take it out "
                            + "of the one it is merged into, take out a report that was attached by mistake")
            @Nullable
            Word action,

            @Schema(description = "并入的诉求 / with MERGE, and only then") @Nullable
            UUID into,

            @Schema(description = "撤出的来件 / with DETACH, and only then") @Nullable
            UUID reportId,

            @Schema(description = "理由,记入审计 / for the audit", minLength = 1, maxLength = LONGEST_REASON) @Nullable
            String reason) {

        List<Fault> faults() {
            List<Fault> faults = new ArrayList<>();
            if (action == null) {
                faults.add(Fault.missing("/action"));
            }
            belongs(faults, "/into", into, Word.MERGE);
            belongs(faults, "/reportId", reportId, Word.DETACH);
            faults.addAll(Fault.ofText("/reason", reason, LONGEST_REASON));
            return faults;
        }

        private void belongs(List<Fault> faults, String pointer, @Nullable UUID value, Word to) {
            if (action == to && value == null) {
                faults.add(Fault.missing(pointer));
            } else if (action != null && action != to && value != null) {
                faults.add(Fault.at(pointer, "forbidden", "Comes with " + to + " only."));
            }
        }

        /** The action, of a body without faults. */
        CaseAction toAction() {
            return switch (Objects.requireNonNull(action)) {
                case MERGE -> new CaseAction.Merge(Objects.requireNonNull(into));
                case SPLIT -> new CaseAction.Split();
                case DETACH -> new CaseAction.Detach(Objects.requireNonNull(reportId));
            };
        }
    }

    @POST
    @RolesAllowed(Role.TRIAGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "postCaseAction",
            summary = "并单、拆单、撤并 · Merges a case, splits it off again, takes a report out of it",
            description =
                    "Needs the case's ETag in If-Match, or * for a case that grows faster than it is read. The units of a "
                            + "merged case are told that it was recalled and into which one; who acted on it gets that one. "
                            + "A split gives everything back, and no machine joins the two again.")
    @APIResponse(responseCode = "200", description = "Done: how the cases stand now")
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<OrderAnswer.Standing>> post(
            @RestPath UUID id, @HeaderParam("If-Match") @Nullable String ifMatch, @Nullable OrderBody body) {
        OrderBody order = RequestBody.present(body);
        List<Fault> faults = order.faults();
        if (!faults.isEmpty()) {
            return Uni.createFrom()
                    .item(Problem.of(ProblemType.BREAKS_CONTRACT, "The order is not complete.")
                            .with(faults)
                            .response());
        }
        Caller caller = Callers.of(identity);
        return orders.carryOut(new CaseOrder(
                        id,
                        order.toAction(),
                        Objects.requireNonNull(order.reason()),
                        caller.actor(),
                        Reader.of(caller).scope(),
                        new Precondition(ifMatch)))
                .map(answer -> answer.fold(CaseOrdersResource::done, Problem::response));
    }

    private static RestResponse<OrderAnswer.Standing> done(OrderAnswer.Standing standing) {
        return RestResponse.ResponseBuilder.ok(standing)
                .header("ETag", Precondition.tag(standing.revision()))
                .build();
    }
}
