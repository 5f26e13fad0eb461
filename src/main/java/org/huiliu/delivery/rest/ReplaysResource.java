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
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.delivery.DeliveryFilter;
import org.huiliu.delivery.Hindrance;
import org.huiliu.delivery.ReplayBasis;
import org.huiliu.delivery.Replays;
import org.huiliu.model.DeliveryKind;
import org.huiliu.model.DeliveryState;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Caller;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Many deliveries again: counted first, then sent as a job at a rate. */
@Path("/v1/deliveries/replays")
@Tag(name = "deliveries")
@Produces(MediaType.APPLICATION_JSON)
class ReplaysResource {
    private static final int LONGEST_REASON = 1000;
    private static final int FASTEST = 200;

    private final Replays replays;
    private final SecurityIdentity identity;

    ReplaysResource(Replays replays, SecurityIdentity identity) {
        this.replays = replays;
        this.identity = identity;
    }

    /** Which deliveries. */
    @RegisterForReflection
    @Schema(
            name = "ReplayFilter",
            requiredProperties = {"state"},
            additionalProperties = Schema.False.class)
    record FilterBody(
            @Nullable UUID caseId,

            @Schema(description = "PARKED, DELIVERED, SKIPPED, SUPERSEDED: the others go by themselves") @Nullable
            DeliveryState state,

            @Nullable DeliveryKind kind,

            @Schema(description = "末次结果 / outcome of the last attempt", examples = "REFUSED") @Nullable
            String outcome,

            @Schema(description = "text within the reason") @Nullable
            String reason,

            @Schema(description = "owed at or after") @Nullable
            OffsetDateTime from,

            @Schema(description = "owed before") @Nullable OffsetDateTime to) {}

    /** An order as an operator sends it. */
    @RegisterForReflection
    @Schema(
            name = "DeliveryReplays",
            requiredProperties = {"filter", "target", "basis", "perSecond", "reason"},
            additionalProperties = Schema.False.class)
    record OrderBody(
            @Nullable FilterBody filter,

            @Schema(
                    description = "唯一的接收方 / the one target whose deliveries are sent again",
                    examples = "district-320302")
            @Nullable
            String target,

            @Schema(description = "按现行规则与内容 CURRENT、按原报文 ORIGINAL / by what holds now, or the very bytes of then")
            @Nullable
            ReplayBasis basis,

            @Schema(description = "每秒至多 / at most so many a second", minimum = "1", maximum = "200") @Nullable
            Integer perSecond,

            @Schema(description = "理由,记入审计 / for the audit", minLength = 1, maxLength = LONGEST_REASON) @Nullable
            String reason,

            @Schema(description = "只计数,不发送 / only count, send nothing", defaultValue = "false") @Nullable
            Boolean dryRun) {

        List<Fault> faults() {
            List<Fault> faults = new ArrayList<>();
            if (filter == null) {
                faults.add(Fault.missing("/filter"));
            } else if (filter.state() == null) {
                faults.add(Fault.missing("/filter/state"));
            }
            if (target == null || target.isBlank()) {
                faults.add(Fault.missing("/target"));
            }
            if (basis == null) {
                faults.add(Fault.missing("/basis"));
            }
            if (perSecond == null) {
                faults.add(Fault.missing("/perSecond"));
            } else if (perSecond < 1 || perSecond > FASTEST) {
                faults.add(Fault.at("/perSecond", "range", "From 1 to " + FASTEST + "."));
            }
            faults.addAll(Fault.ofText("/reason", reason, LONGEST_REASON));
            return faults;
        }

        Replays.Many toMany(@Nullable String division) {
            FilterBody which = Objects.requireNonNull(filter);
            return new Replays.Many(
                    new DeliveryFilter(
                            division,
                            which.caseId(),
                            target,
                            which.state(),
                            which.kind(),
                            null,
                            which.outcome(),
                            which.reason(),
                            which.from(),
                            which.to()),
                    Objects.requireNonNull(basis),
                    Objects.requireNonNull(perSecond),
                    reason);
        }
    }

    /** What an order would do, or the job that does it. */
    @RegisterForReflection
    @Schema(name = "DeliveryReplaysAnswer")
    record OrderView(
            @Schema(description = "with dryRun: how many the filter finds") @Nullable
            Long matching,

            @Schema(description = "how many of them would be sent") @Nullable
            Long replayable,

            @Schema(description = "how long that takes at least") @Nullable
            Long seconds,

            @Schema(description = "按状态与原因 / how many there are in each state, by the outcome of the last attempt")
            @Nullable
            Map<DeliveryState, Map<String, Long>> byState,

            @Schema(description = "不予重发及原因 / how many would not be sent, and why") @Nullable
            Map<Hindrance, Long> leftOut,

            @Schema(description = "without dryRun: the job that sends them") @Nullable
            UUID jobId) {}

    @POST
    @RolesAllowed({Role.TRIAGE, Role.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayDeliveries",
            summary = "批量重发 · Sends many deliveries of one target again, at a rate",
            description =
                    "Count first with dryRun. Which deliveries they are is settled when the job begins; each is sent once, "
                            + "at most perSecond of them a second; what cannot be sent again is left out and counted: see "
                            + "replayDelivery. Watched and cancelled as a job (/v1/jobs/{id}), whose result tells how many went and why "
                            + "the others did not. At most 100,000 in one order.")
    @APIResponse(responseCode = "200", description = "Counted, nothing sent")
    @APIResponse(responseCode = "202", description = "The job has begun")
    public Uni<RestResponse<OrderView>> order(@Nullable OrderBody body) {
        OrderBody order = RequestBody.present(body);
        List<Fault> faults = order.faults();
        if (!faults.isEmpty()) {
            return Uni.createFrom()
                    .item(Problem.of(ProblemType.BREAKS_CONTRACT, "The order is not complete.")
                            .with(faults)
                            .response());
        }
        Caller caller = Callers.of(identity);
        Replays.Operator operator = new Replays.Operator(caller.actor(), caller.division());
        Replays.Many many = order.toMany(caller.division());
        return Boolean.TRUE.equals(order.dryRun())
                ? replays.forecast(operator, many).map(ReplaysResource::counted)
                : replays.begin(operator, many).map(ReplaysResource::begun);
    }

    private static RestResponse<OrderView> counted(Replays.Forecast forecast) {
        return RestResponse.ok(new OrderView(
                forecast.matching(),
                forecast.replayable(),
                forecast.seconds(),
                forecast.byState(),
                forecast.leftOut(),
                null));
    }

    private static RestResponse<OrderView> begun(UUID job) {
        return RestResponse.ResponseBuilder.<OrderView>create(202)
                .entity(new OrderView(null, null, null, null, null, job))
                .header("Location", "/v1/jobs/" + job)
                .build();
    }
}
