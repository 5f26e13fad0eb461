package org.huiliu.jobs.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.jobs.Job;
import org.huiliu.jobs.JobDesk;
import org.huiliu.platform.problem.NextPage;
import org.huiliu.platform.problem.PageParameters;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.security.Caller;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Long work, as who wanted it watches it. */
@Path("/v1/jobs")
@Tag(name = "jobs")
@Produces(MediaType.APPLICATION_JSON)
class JobsResource {
    private final JobDesk desk;
    private final SecurityIdentity identity;

    JobsResource(JobDesk desk, SecurityIdentity identity) {
        this.desk = desk;
        this.identity = identity;
    }

    /** A job as operators read it. */
    @RegisterForReflection
    @Schema(name = "Job")
    record JobView(
            UUID id,

            @Schema(examples = "ruleset-simulation") String kind,

            @Schema(description = "Who wanted it.") String owner,

            @Schema(
                    description = "排队、进行中、完成、失败、已取消. A job whose pod has died is told as FAILED half a minute later:"
                            + " order it again.")
            Job.State state,

            Progress progress,

            @Schema(
                    type = SchemaType.OBJECT,
                    description = "What came of it, once it is DONE; its shape is that of its kind.")
            @Nullable
            JsonNode result,

            @Schema(description = "Why it failed.") @Nullable
            String problem,

            OffsetDateTime createdAt,
            @Nullable OffsetDateTime startedAt,
            @Nullable OffsetDateTime finishedAt) {

        static JobView of(Job job) {
            return new JobView(
                    job.id(),
                    job.kind(),
                    job.owner(),
                    job.state(),
                    new Progress(job.done(), job.total()),
                    job.result(),
                    job.problem(),
                    job.createdAt(),
                    job.startedAt(),
                    job.finishedAt());
        }
    }

    /** How far a job is. */
    @RegisterForReflection
    @Schema(name = "JobProgress")
    record Progress(
            long done,

            @Schema(description = "0 while nobody knows how much there is.")
            long total) {}

    /** A page of jobs. */
    @RegisterForReflection
    @Schema(name = "JobPage")
    record JobPage(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<JobView> items,

            @Schema(description = "The next page.") @Nullable
            String next) {}

    @GET
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(
            operationId = "listJobs",
            summary = "后台任务 · Long work, the newest first",
            description =
                    "The own jobs, and those on data of the own division. Without their results, which go after a week.")
    public Uni<JobPage> list(@RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        PageParameters page = new PageParameters();
        UUID before = page.cursor(cursor);
        int size = page.limit(limit);
        page.refuseFaults();
        return desk.list(reader(), before, size).map(jobs -> page(jobs, size));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(operationId = "getJob", summary = "任务进度与结果 · How far a job is, and what came of it")
    public Uni<RestResponse<JobView>> get(@RestPath @Parameter(schema = @Schema(format = "uuid")) String id) {
        UUID wanted = uuid(id);
        return wanted == null
                ? Uni.createFrom().item(unknown())
                : desk.job(reader(), wanted).map(found -> found.map(job -> RestResponse.ok(JobView.of(job)))
                        .orElseGet(JobsResource::unknown));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(
            operationId = "cancelJob",
            summary = "取消任务 · Wants a job to end",
            description = "It ends within a second or so, between two steps of its work.")
    @APIResponse(
            responseCode = "202",
            description = "It will end; ask with GET.",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<JobView>> cancel(@RestPath @Parameter(schema = @Schema(format = "uuid")) String id) {
        UUID wanted = uuid(id);
        return wanted == null
                ? Uni.createFrom().item(unknown())
                : desk.cancel(reader(), wanted).map(JobsResource::cancelled);
    }

    private static RestResponse<JobView> cancelled(Optional<Job> found) {
        return found.map(job -> job.state().over()
                        ? Problem.of(ProblemType.ILLEGAL_MOVE, "The job is over: " + job.state() + ".")
                                .<JobView>response()
                        : RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, JobView.of(job))
                                .build())
                .orElseGet(JobsResource::unknown);
    }

    private JobDesk.Reader reader() {
        Caller caller = Callers.of(identity);
        return new JobDesk.Reader(caller.actor(), caller.division());
    }

    private static JobPage page(List<Job> jobs, int size) {
        String next = jobs.size() < size
                ? null
                : NextPage.after(jobs.get(jobs.size() - 1).id(), "/v1/jobs")
                        .with("limit", size)
                        .address();
        return new JobPage(jobs.stream().map(JobView::of).toList(), next);
    }

    private static @Nullable UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static RestResponse<JobView> unknown() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such job.").response();
    }
}
