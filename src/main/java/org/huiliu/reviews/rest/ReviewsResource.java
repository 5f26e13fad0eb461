package org.huiliu.reviews.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.NextPage;
import org.huiliu.platform.problem.PageParameters;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Caller;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.huiliu.reviews.Decision;
import org.huiliu.reviews.Decisions;
import org.huiliu.reviews.Review;
import org.huiliu.reviews.ReviewBook;
import org.huiliu.reviews.ReviewKind;
import org.huiliu.reviews.ReviewState;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What a person must decide; the cases of a review are within the operator's division. */
@Path("/v1/reviews")
@Tag(name = "reviews")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.TRIAGE)
class ReviewsResource {
    private static final int LONGEST_REASON = 1000;
    private static final int MOST_UNITS = 20;

    private final ReviewBook book;
    private final Decisions decisions;
    private final SecurityIdentity identity;

    ReviewsResource(ReviewBook book, Decisions decisions, SecurityIdentity identity) {
        this.book = book;
        this.decisions = decisions;
        this.identity = identity;
    }

    /** One page of reviews. */
    @RegisterForReflection
    @Schema(name = "ReviewPage")
    record ReviewPage(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<Review> items,

            @Schema(description = "Path of the next page; absent on the last.") @Nullable
            String next) {}

    /** A decision as an operator sends it. */
    @RegisterForReflection
    @Schema(
            name = "ReviewDecision",
            requiredProperties = {"decision", "reason"},
            additionalProperties = Schema.False.class)
    record DecisionBody(
            @Schema(
                    description =
                            "SUSPECTED:并入 ATTACH、不是同一事项 SEPARATE、并入别的诉求 ATTACH_ELSEWHERE / merge the case into the "
                                    + "other one, keep them apart for good, merge it into a third one. URGENT, UNOWNED:派单 DISPATCH、"
                                    + "不予受理 REJECT / give it to units, do not accept it")
            Decision.@Nullable Kind decision,

            @Schema(description = "with ATTACH_ELSEWHERE, and only then") @Nullable
            UUID into,

            @Schema(
                    description =
                            "主办单位 / target code of the host or of the line that takes it over, with DISPATCH; left "
                                    + "out: as the rules propose. An UNOWNED one needs it")
            @Nullable
            String host,

            @Schema(
                    description = "协办单位 / target codes of the co-units, with DISPATCH and a host",
                    maxItems = MOST_UNITS)
            @Nullable
            List<@Nullable String> co,

            @Schema(
                    description = "理由,记入审计;不予受理的理由告知来源热线 / for the audit; that of a REJECT is told to the line",
                    minLength = 1,
                    maxLength = LONGEST_REASON)
            @Nullable
            String reason) {

        List<Fault> faults() {
            List<Fault> faults = new ArrayList<>();
            if (decision == null) {
                faults.add(Fault.missing("/decision"));
            }
            boolean elsewhere = decision == Decision.Kind.ATTACH_ELSEWHERE;
            if (elsewhere && into == null) {
                faults.add(Fault.missing("/into"));
            } else if (decision != null && !elsewhere && into != null) {
                faults.add(Fault.at("/into", "forbidden", "Comes with ATTACH_ELSEWHERE only."));
            }
            if (decision != null && decision != Decision.Kind.DISPATCH) {
                onlyToDispatch(faults, "/host", host);
                onlyToDispatch(faults, "/co", co);
            }
            if (host == null && co != null && decision == Decision.Kind.DISPATCH) {
                faults.add(Fault.missing("/host"));
            }
            if (co != null && co.size() > MOST_UNITS) {
                faults.add(Fault.at("/co", "maxItems", "At most " + MOST_UNITS + " units."));
            } else if (co != null) {
                for (int i = 0; i < co.size(); i++) {
                    if (co.get(i) == null) {
                        faults.add(Fault.missing("/co/" + i));
                    }
                }
            }
            faults.addAll(Fault.ofText("/reason", reason, LONGEST_REASON));
            return faults;
        }

        private static void onlyToDispatch(List<Fault> faults, String pointer, @Nullable Object value) {
            if (value != null) {
                faults.add(Fault.at(pointer, "forbidden", "Comes with DISPATCH only."));
            }
        }
    }

    @GET
    @Operation(operationId = "listReviews", summary = "待研判事项 · Reviews with both cases and the evidence, oldest first")
    public Uni<RestResponse<ReviewPage>> list(
            @RestQuery
                    @Parameter(
                            description = "All states if left out.",
                            schema = @Schema(implementation = ReviewState.class))
                    @Nullable
                    String state,
            @RestQuery @Parameter(schema = @Schema(implementation = ReviewKind.class)) @Nullable String kind,
            @RestQuery
                    @Parameter(
                            description = "Id of the last review of the page before.",
                            schema = @Schema(type = SchemaType.STRING, format = "uuid"))
                    @Nullable
                    String cursor,
            @RestQuery
                    @Parameter(
                            description = "1 to 200, 50 if left out.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200"))
                    @Nullable
                    String limit) {
        PageParameters parameters = new PageParameters();
        ReviewBook.Filter filter = new ReviewBook.Filter(
                parameters.oneOf(ReviewState.values(), state, "/state"),
                parameters.oneOf(ReviewKind.values(), kind, "/kind"),
                division(),
                parameters.cursor(cursor),
                parameters.limit(limit));
        parameters.refuseFaults();
        return book.page(filter).map(found -> RestResponse.ok(new ReviewPage(found, next(found, filter))));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getReview", summary = "一件研判事项 · One review")
    public Uni<RestResponse<Review>> get(@RestPath UUID id) {
        return book.one(id, division()).map(found -> found.map(RestResponse::ok)
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such review.")
                        .response()));
    }

    @POST
    @Path("/{id}/decision")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "decideReview",
            summary = "研判决定 · Decides a review",
            description = "Who comes second is told who came first.")
    @APIResponse(responseCode = "200", description = "The review as it was decided")
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<Review>> decide(@RestPath UUID id, @Nullable DecisionBody body) {
        DecisionBody decision = RequestBody.present(body);
        List<Fault> faults = decision.faults();
        if (!faults.isEmpty()) {
            return Uni.createFrom()
                    .item(Problem.of(ProblemType.BREAKS_CONTRACT, "The decision is not complete.")
                            .with(faults)
                            .response());
        }
        return decisions
                .carryOut(new Decision(
                        id,
                        Objects.requireNonNull(decision.decision()),
                        decision.into(),
                        decision.host(),
                        named(decision.co()),
                        Objects.requireNonNull(decision.reason()),
                        caller().actor(),
                        division()))
                .map(answer -> answer.fold(RestResponse::ok, Problem::response));
    }

    private static @Nullable List<String> named(@Nullable List<@Nullable String> co) {
        return co == null ? null : co.stream().filter(Objects::nonNull).toList();
    }

    private Caller caller() {
        return Callers.of(identity);
    }

    private @Nullable String division() {
        return caller().division();
    }

    private static @Nullable String next(List<Review> found, ReviewBook.Filter filter) {
        if (found.size() < filter.limit()) {
            return null;
        }
        return NextPage.after(found.get(found.size() - 1).reviewId(), "/v1/reviews")
                .with("limit", filter.limit())
                .with("state", filter.state())
                .with("kind", filter.kind())
                .address();
    }
}
