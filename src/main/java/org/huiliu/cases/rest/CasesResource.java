package org.huiliu.cases.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.cases.CaseDecision;
import org.huiliu.cases.CaseDelivery;
import org.huiliu.cases.CaseFilter;
import org.huiliu.cases.CaseReads;
import org.huiliu.cases.CaseReport;
import org.huiliu.cases.CaseStep;
import org.huiliu.cases.CaseSummary;
import org.huiliu.cases.Mask;
import org.huiliu.model.Case;
import org.huiliu.platform.problem.PageParameters;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Cases as partners, targets and operators read them: a case outside the caller's scope is not there. */
@Path("/v1/cases")
@Tag(name = "cases")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.PARTNER, Role.TARGET, Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
class CasesResource {
    private static final int MOST_DECISIONS = 100;

    private final CaseReads reads;
    private final SecurityIdentity identity;

    CasesResource(CaseReads reads, SecurityIdentity identity) {
        this.reads = reads;
        this.identity = identity;
    }

    /** One page of cases. */
    @RegisterForReflection
    @Schema(name = "CasePage")
    record CasePage(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<CaseSummary> items,

            @Schema(description = "Path of the next page; absent on the last.") @Nullable
            String next) {}

    /** Events of a case. */
    @RegisterForReflection
    @Schema(name = "CaseEventPage")
    record EventPage(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<CaseStep> items,

            @Schema(description = "Path of the next page; absent on the last.") @Nullable
            String next) {}

    /** Decisions about a case. */
    @RegisterForReflection
    @Schema(name = "CaseDecisions")
    record Decisions(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<CaseDecision> items) {}

    /** Reports of a case. */
    @RegisterForReflection
    @Schema(name = "CaseReports")
    record Reports(@JsonInclude(JsonInclude.Include.ALWAYS) List<CaseReport> items) {}

    /** Deliveries of a case. */
    @RegisterForReflection
    @Schema(name = "CaseDeliveries")
    record Deliveries(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<CaseDelivery> items) {}

    @GET
    @Operation(operationId = "listCases", summary = "Cases within the caller's scope, newest first")
    public Uni<RestResponse<CasePage>> list(@BeanParam ListParameters parameters) {
        Reader reader = reader();
        CaseFilter filter = parameters.filter();
        return reads.list(reader.scope(), filter).map(found -> {
            boolean more = found.size() == filter.limit();
            String next = more ? parameters.next(found.get(found.size() - 1).caseId()) : null;
            return RestResponse.ok(new CasePage(found, next));
        });
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getCase",
            summary = "One case, with its revision as ETag",
            description =
                    "Names and numbers of people are masked; health data is for triage; a strictly private matter "
                            + "has no people in it.")
    public Uni<RestResponse<CaseView>> get(@RestPath UUID id) {
        Reader reader = reader();
        return reads.one(reader.scope(), id)
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().item(answer(Optional.empty(), Function.identity()))
                        : view(found.get(), reader).map(CasesResource::tagged));
    }

    private Uni<CaseView> view(Case one, Reader reader) {
        Uni<Integer> waiting =
                reader.inside() ? reads.openReviews(one.id()) : Uni.createFrom().nullItem();
        return reads.links(reader.scope(), one.id())
                .flatMap(links -> waiting.map(open -> CaseView.of(one, reader.mask(), links, open)));
    }

    private static RestResponse<CaseView> tagged(CaseView view) {
        return RestResponse.ResponseBuilder.ok(view)
                .header("ETag", Precondition.tag(view.revision()))
                .build();
    }

    @GET
    @Path("/{id}/events")
    @Operation(operationId = "listCaseEvents", summary = "What happened to a case, oldest first")
    public Uni<RestResponse<EventPage>> events(
            @RestPath UUID id,
            @RestQuery
                    @Parameter(
                            description = "Id of the last event of the page before.",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
                    @Nullable
                    String after,
            @RestQuery
                    @Parameter(
                            description = "1 to 200, 200 if left out.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200"))
                    @Nullable
                    String limit) {
        Reader reader = reader();
        PageParameters page = new PageParameters();
        Long last = page.read(after, Long::valueOf, "/after", "Not the id of an event.");
        int size = page.limit(limit, PageParameters.MOST);
        page.refuseFaults();
        return reads.events(reader.scope(), id, last == null ? 0 : last, size)
                .map(found -> answer(found, steps -> {
                    List<CaseStep> told =
                            steps.stream().map(step -> told(step, reader)).toList();
                    return new EventPage(told, next(id, told, size));
                }));
    }

    @GET
    @Path("/{id}/decisions")
    @Operation(
            operationId = "listCaseDecisions",
            summary = "流转依据 · Where a case was sent, by which rules and on what values, newest first",
            description = "The last 100 decisions, of the rules and of people.")
    public Uni<RestResponse<Decisions>> decisions(@RestPath UUID id) {
        Reader reader = reader();
        return reads.decisions(reader.scope(), id, MOST_DECISIONS)
                .map(found -> answer(
                        found,
                        decisions -> new Decisions(
                                decisions.stream().map(one -> told(one, reader)).toList())));
    }

    @GET
    @Path("/{id}/reports")
    @Operation(
            operationId = "listCaseReports",
            summary = "同一事项的全部来电 · The reports behind a case; what they say, for operators of triage",
            description = "With why each one lies here, and the reports of cases that are merged into this one.")
    public Uni<RestResponse<Reports>> reports(@RestPath UUID id) {
        Reader reader = reader();
        return reads.reports(reader.scope(), id, reader.mask() == Mask.TRIAGE)
                .map(found -> answer(
                        found,
                        reports -> new Reports(
                                reports.stream().map(one -> told(one, reader)).toList())));
    }

    @GET
    @Path("/{id}/deliveries")
    @Operation(
            operationId = "listCaseDeliveries",
            summary = "Where a case was sent, why, and what became of it",
            description = "Operators see all deliveries, a partner or target its own.")
    public Uni<RestResponse<Deliveries>> deliveries(@RestPath UUID id) {
        return reads.deliveries(reader().scope(), id).map(found -> answer(found, Deliveries::new));
    }

    private Reader reader() {
        return Reader.of(Callers.of(identity));
    }

    private static CaseStep told(CaseStep step, Reader reader) {
        return new CaseStep(
                step.id(),
                step.at(),
                step.kind(),
                reader.actor(step.actor()),
                step.from(),
                step.to(),
                step.revision(),
                step.data());
    }

    private static CaseDecision told(CaseDecision one, Reader reader) {
        return new CaseDecision(
                one.id(),
                one.at(),
                reader.actor(one.actor()),
                one.revision(),
                one.ruleset(),
                one.rule(),
                one.reason(),
                one.destination(),
                one.units(),
                one.decideBy(),
                one.urgency(),
                one.itemKind(),
                one.deadlinePolicy(),
                one.tags(),
                one.fired(),
                one.values(),
                one.notFound());
    }

    private static CaseReport told(CaseReport report, Reader reader) {
        CaseReport.Attachment why = report.attachment();
        return report.with(
                why == null
                        ? null
                        : new CaseReport.Attachment(
                                why.layer(), why.repeatOf(), why.evidence(), reader.actor(why.decidedBy()), why.at()));
    }

    private static @Nullable String next(UUID id, List<CaseStep> steps, int size) {
        return steps.size() < size
                ? null
                : "/v1/cases/" + id + "/events?after="
                        + steps.get(steps.size() - 1).id() + "&limit=" + size;
    }

    private static <T, V> RestResponse<V> answer(Optional<T> found, Function<T, V> view) {
        return found.map(one -> RestResponse.ok(view.apply(one)))
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such case.")
                        .response());
    }
}
