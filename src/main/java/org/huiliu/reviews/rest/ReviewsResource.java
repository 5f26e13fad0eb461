package org.huiliu.reviews.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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
    private static final int MOST_SKIPPED = 500;

    private final ReviewBook book;
    private final Decisions decisions;
    private final SecurityIdentity identity;
    private final Clock clock;
    private final Duration hold;

    ReviewsResource(
            ReviewBook book,
            Decisions decisions,
            SecurityIdentity identity,
            Clock clock,
            @ConfigProperty(name = "huiliu.reviews.hold", defaultValue = "5M") Duration hold) {
        this.book = book;
        this.decisions = decisions;
        this.identity = identity;
        this.clock = clock;
        this.hold = hold;
    }

    /** One page of reviews. */
    @RegisterForReflection
    @Schema(name = "ReviewPage")
    record ReviewPage(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<Review> items,

            @Schema(description = "Path of the next page; absent on the last.") @Nullable
            String next) {}

    /** How many are open, kind by kind. */
    @RegisterForReflection
    @Schema(name = "ReviewCounts")
    record ReviewCounts(List<ReviewCount> items) {}

    /** How many are open of one kind. */
    @RegisterForReflection
    @Schema(name = "ReviewCount")
    record ReviewCount(
            ReviewKind kind,

            @Schema(description = "待研判 / how many are open") int open,

            @Schema(description = "他人正在研判 / how many of them somebody else works on")
            int held,

            @Schema(description = "已超时 / how many of them should have been decided by now")
            int overdue,

            @Schema(description = "最早的待研判时间 / when the oldest was opened; absent when none is open") @Nullable
            OffsetDateTime oldest,

            @Schema(description = "最近的研判时限 / when the first one's time runs out; absent when none has a time") @Nullable
            OffsetDateTime nextDue) {

        static ReviewCount of(ReviewKind kind, List<ReviewBook.Count> counts) {
            return counts.stream()
                    .filter(one -> one.kind() == kind)
                    .map(one ->
                            new ReviewCount(kind, one.open(), one.held(), one.overdue(), one.oldest(), one.nextDue()))
                    .findFirst()
                    .orElseGet(() -> new ReviewCount(kind, 0, 0, 0, null, null));
        }
    }

    /** Which review an operator wants next. */
    @RegisterForReflection
    @Schema(name = "NextReview", additionalProperties = Schema.False.class)
    record NextBody(
            @Schema(description = "只要这些类别 / of one of these kinds; all if left out") @Nullable
            List<@Nullable ReviewKind> kinds,

            @Schema(description = "暂时跳过 / none of these: the operator has put them aside", maxItems = MOST_SKIPPED)
            @Nullable
            List<@Nullable UUID> skip) {

        List<Fault> faults() {
            return skip != null && skip.size() > MOST_SKIPPED
                    ? List.of(Fault.at("/skip", "maxItems", "At most " + MOST_SKIPPED + "."))
                    : List.of();
        }
    }

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
    @Path("/counts")
    @Operation(operationId = "countReviews", summary = "待研判数量 · How many reviews are open, kind by kind")
    public Uni<RestResponse<ReviewCounts>> counts() {
        Caller caller = caller();
        return book.counts(caller.division(), caller.actor(), OffsetDateTime.now(clock))
                .map(counts -> RestResponse.ok(new ReviewCounts(Arrays.stream(ReviewKind.values())
                        .map(kind -> ReviewCount.of(kind, counts))
                        .toList())));
    }

    @POST
    @Path("/next")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "nextReview",
            summary = "领取下一件 · Gives the caller the most pressing review that nobody else holds",
            description =
                    "It is the caller's for some minutes (heldUntil): nobody else is given it or can decide it. What runs "
                            + "out comes first, then URGENT, UNOWNED and SUSPECTED ones, the oldest of each first.")
    @APIResponse(responseCode = "200", description = "The review, held by the caller")
    @APIResponse(responseCode = "204", description = "There is none")
    public Uni<RestResponse<Review>> next(@Nullable NextBody body) {
        NextBody wanted = body == null ? new NextBody(null, null) : body;
        List<Fault> faults = wanted.faults();
        if (!faults.isEmpty()) {
            return Uni.createFrom()
                    .item(Problem.of(ProblemType.BREAKS_CONTRACT, "Too much is put aside.")
                            .with(faults)
                            .response());
        }
        return book.next(new ReviewBook.Wanted(division(), named(wanted.kinds()), named(wanted.skip())), hold())
                .map(found -> found.map(RestResponse::ok).orElseGet(RestResponse::noContent));
    }

    @POST
    @Path("/{id}/hold")
    @Operation(
            operationId = "holdReview",
            summary = "占用或延长 · Takes a review, or prolongs the time for which it is the caller's")
    @APIResponse(responseCode = "200", description = "The review, held by the caller")
    @APIResponse(responseCode = "409", description = "Somebody else holds it, or it is not open any more")
    public Uni<RestResponse<Review>> hold(@RestPath UUID id) {
        ReviewBook.Hold mine = hold();
        return book.hold(id, division(), mine).map(found -> {
            if (found.isEmpty()) {
                return none();
            }
            Problem hindrance = found.get().hindrance(mine.holder());
            return hindrance == null ? RestResponse.ok(found.get()) : hindrance.response();
        });
    }

    @DELETE
    @Path("/{id}/hold")
    @Operation(operationId = "releaseReview", summary = "放回 · Gives a review back")
    @APIResponse(responseCode = "204", description = "It is not the caller's any more")
    public Uni<RestResponse<Void>> release(
            @RestPath @Parameter(example = "019b8c00-0000-7000-8000-00000000000a") UUID id) {
        return book.release(id, caller().actor()).map(done -> RestResponse.noContent());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getReview", summary = "一件研判事项 · One review")
    public Uni<RestResponse<Review>> get(@RestPath UUID id) {
        return book.one(id, division()).map(found -> found.map(RestResponse::ok).orElseGet(ReviewsResource::none));
    }

    @POST
    @Path("/{id}/decision")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "decideReview",
            summary = "研判决定 · Decides a review",
            description = "Who comes second is told who came first; while somebody holds it, nobody else decides it.")
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
                        decision.co() == null ? null : named(decision.co()),
                        Objects.requireNonNull(decision.reason()),
                        caller().actor(),
                        division()))
                .map(answer -> answer.fold(RestResponse::ok, Problem::response));
    }

    private static RestResponse<Review> none() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such review.").response();
    }

    private static <T> List<T> named(@Nullable List<@Nullable T> given) {
        return given == null
                ? List.of()
                : given.stream().filter(Objects::nonNull).toList();
    }

    private ReviewBook.Hold hold() {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return new ReviewBook.Hold(caller().actor(), now, now.plus(hold));
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
