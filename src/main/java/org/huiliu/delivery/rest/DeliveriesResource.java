package org.huiliu.delivery.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.delivery.DeliveryDossier;
import org.huiliu.delivery.DeliveryReads;
import org.huiliu.delivery.DeliverySummary;
import org.huiliu.delivery.ReplayBasis;
import org.huiliu.delivery.Replays;
import org.huiliu.delivery.Shown;
import org.huiliu.model.DeliveryState;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Caller;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Deliveries as operators look them up, send them again and skip them. */
@Path("/v1/deliveries")
@Tag(name = "deliveries")
@Produces(MediaType.APPLICATION_JSON)
class DeliveriesResource {
    private static final int LONGEST_REASON = 1000;

    private final DeliveryReads reads;
    private final Replays replays;
    private final SecurityIdentity identity;

    DeliveriesResource(DeliveryReads reads, Replays replays, SecurityIdentity identity) {
        this.reads = reads;
        this.replays = replays;
        this.identity = identity;
    }

    /** One page of deliveries. */
    @RegisterForReflection
    @Schema(name = "DeliveryPage")
    record DeliveryPage(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<DeliverySummary> items,

            @Schema(description = "Path of the next page; absent on the last.") @Nullable
            String next) {}

    /** One attempt as operators read it. */
    @RegisterForReflection
    @Schema(name = "DeliveryAttempt")
    record AttemptView(
            int number,
            OffsetDateTime at,
            int millis,

            @Schema(examples = "BUSY") String outcome,

            @Schema(description = "HTTP status, where there was an answer") @Nullable
            Integer status,

            @Nullable String note,

            @Schema(
                    type = SchemaType.OBJECT,
                    description = "接收方答复开头,已脱敏 / the beginning of the answer, masked; a text when it was no JSON")
            @Nullable
            JsonNode answer) {}

    /** One delivery with all that is kept of it. */
    @RegisterForReflection
    @Schema(name = "DeliveryDetail")
    record DetailView(
            DeliverySummary delivery,

            @Schema(
                    type = SchemaType.OBJECT,
                    description =
                            "冻结的报文,已脱敏 / the body that every attempt sends, masked; absent before the first attempt")
            @Nullable
            JsonNode request,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Schema(description = "Newest first, the last 100.")
            List<AttemptView> attempts,

            @Schema(description = "重发 / deliveries that send it again, newest first")
            List<UUID> replays) {

        static DetailView of(DeliveryDossier dossier, Shown shown) {
            byte[] body = dossier.body();
            return new DetailView(
                    dossier.head(),
                    body == null ? null : dossier.ours() ? shown.ofOurs(body) : shown.ofTheirs(body),
                    dossier.attempts().stream()
                            .map(one -> new AttemptView(
                                    one.number(),
                                    one.at(),
                                    one.millis(),
                                    one.outcome(),
                                    one.status(),
                                    one.note(),
                                    one.answer() == null ? null : shown.ofTheirs(one.answer())))
                            .toList(),
                    dossier.replays());
        }
    }

    /** How an action ended. */
    @RegisterForReflection
    @Schema(name = "DeliveryStanding")
    record StandingView(
            @Schema(description = "现行送达件 / the delivery that goes now, or that was skipped")
            UUID deliveryId,

            DeliveryState state,

            @Schema(description = "with a replay of what had ended: the delivery that is sent again") @Nullable
            UUID replayOf) {

        static StandingView of(Replays.Done done) {
            return new StandingView(done.deliveryId(), done.state(), done.replayOf());
        }
    }

    /** A replay as an operator orders it. */
    @RegisterForReflection
    @Schema(
            name = "DeliveryReplay",
            requiredProperties = {"basis"},
            additionalProperties = Schema.False.class)
    record ReplayBody(
            @Schema(description = "按现行规则与内容 CURRENT、按原报文 ORIGINAL / by what holds now, or the very bytes of then")
            @Nullable
            ReplayBasis basis,

            @Schema(description = "理由,记入审计 / for the audit", maxLength = LONGEST_REASON) @Nullable
            String reason) {

        List<Fault> faults() {
            List<Fault> faults = new ArrayList<>();
            if (basis == null) {
                faults.add(Fault.missing("/basis"));
            }
            if (reason != null && reason.length() > LONGEST_REASON) {
                faults.add(Fault.tooLong("/reason", LONGEST_REASON));
            }
            return faults;
        }
    }

    /** A skip as an operator orders it. */
    @RegisterForReflection
    @Schema(
            name = "DeliverySkip",
            requiredProperties = {"reason"},
            additionalProperties = Schema.False.class)
    record SkipBody(
            @Schema(
                    description = "理由,记入审计与送达件 / for the audit and the delivery itself: without personal data",
                    minLength = 1,
                    maxLength = LONGEST_REASON)
            @Nullable
            String reason) {

        List<Fault> faults() {
            return Fault.ofText("/reason", reason, LONGEST_REASON);
        }
    }

    @GET
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(operationId = "listDeliveries", summary = "送达件 · Deliveries of the operator's division, newest first")
    public Uni<RestResponse<DeliveryPage>> list(@BeanParam DeliveryParameters parameters) {
        DeliveryParameters.Query query = parameters.query(caller().division());
        return reads.page(query.filter(), query.before(), query.limit())
                .map(found -> RestResponse.ok(new DeliveryPage(
                        found,
                        found.size() < query.limit()
                                ? null
                                : parameters.next(found.get(found.size() - 1).deliveryId()))));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(
            operationId = "getDelivery",
            summary = "一件送达件及其报文、尝试与答复 · One delivery with its request, attempts and answers",
            description =
                    "People are masked, health is for triage. Of a body in the target's own form, and of answers, only "
                            + "codes, numbers and times are shown, of texts their length: nobody knows which of them is a name.")
    public Uni<RestResponse<DetailView>> get(@RestPath UUID id) {
        Shown shown = caller().is(Role.TRIAGE) ? Shown.TRIAGE : Shown.OTHERS;
        return reads.one(caller().division(), id)
                .map(found -> found.map(one -> RestResponse.ok(DetailView.of(one, shown)))
                        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such delivery.")
                                .response()));
    }

    @POST
    @Path("/{id}/replay")
    @RolesAllowed({Role.TRIAGE, Role.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayDelivery",
            summary = "重发 · Sends a delivery again",
            description =
                    "A parked one goes on as itself; one that has ended becomes a delivery of its own with its own id. "
                            + "CURRENT: rendered from the case as it is now, and only if the unit still has the case and the "
                            + "published rules, or a person's word, still name it. ORIGINAL: the frozen bytes. Each call is a "
                            + "replay of its own.")
    @APIResponse(responseCode = "200", description = "It goes")
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<StandingView>> replay(@RestPath UUID id, @Nullable ReplayBody body) {
        ReplayBody order = RequestBody.present(body);
        List<Fault> faults = order.faults();
        if (!faults.isEmpty()) {
            return refused(faults);
        }
        return replays.replay(operator(), id, Objects.requireNonNull(order.basis()), order.reason())
                .map(answer -> answer.fold(done -> RestResponse.ok(StandingView.of(done)), Problem::response));
    }

    @POST
    @Path("/{id}/skip")
    @RolesAllowed({Role.TRIAGE, Role.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "skipDelivery",
            summary = "跳过 · Gives a delivery up for good and releases what was held behind it",
            description = "From WAITING, HELD or PARKED. What is under way cannot be skipped.")
    @APIResponse(responseCode = "200", description = "It is skipped")
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<StandingView>> skip(@RestPath UUID id, @Nullable SkipBody body) {
        SkipBody order = RequestBody.present(body);
        List<Fault> faults = order.faults();
        if (!faults.isEmpty()) {
            return refused(faults);
        }
        return replays.skip(operator(), id, Objects.requireNonNull(order.reason()))
                .map(answer -> answer.fold(done -> RestResponse.ok(StandingView.of(done)), Problem::response));
    }

    private Replays.Operator operator() {
        return new Replays.Operator(caller().actor(), caller().division());
    }

    private Caller caller() {
        return Callers.of(identity);
    }

    private static <T> Uni<RestResponse<T>> refused(List<Fault> faults) {
        return Uni.createFrom()
                .item(Problem.of(ProblemType.BREAKS_CONTRACT, "The order is not complete.")
                        .with(faults)
                        .response());
    }
}
