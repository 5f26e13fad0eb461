package org.huiliu.dedup.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.dedup.PolicyDesk;
import org.huiliu.dedup.PolicyEdit;
import org.huiliu.dedup.PolicyPreview;
import org.huiliu.dedup.PolicyVersion;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The repeat policies: what is in force, what was, and the draft of what may be. */
@Path("/v1/repeat-policies")
@Tag(name = "repeats")
@Produces(MediaType.APPLICATION_JSON)
class RepeatPoliciesResource {
    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int LONGEST_NOTE = 1000;

    private final PolicyDesk desk;
    private final PolicyPreview preview;
    private final Clock clock;
    private final SecurityIdentity identity;

    RepeatPoliciesResource(PolicyDesk desk, PolicyPreview preview, Clock clock, SecurityIdentity identity) {
        this.desk = desk;
        this.preview = preview;
        this.clock = clock;
        this.identity = identity;
    }

    /** A version as operators read it. */
    @RegisterForReflection
    @Schema(name = "RepeatPolicyVersion")
    record VersionView(
            int version,
            PolicyVersion.State state,
            @Nullable String note,

            @Schema(description = "Who edited it last: nobody publishes a draft of their own.")
            String author,

            OffsetDateTime createdAt,
            OffsetDateTime updatedAt,
            @Nullable OffsetDateTime publishedAt,
            @Nullable String publishedBy,

            @Schema(type = SchemaType.ARRAY, implementation = PolicyDocument.class) @Nullable
            JsonNode policies) {

        static VersionView whole(PolicyVersion one) {
            return of(one, one.policies());
        }

        static VersionView head(PolicyVersion one) {
            return of(one, null);
        }

        private static VersionView of(PolicyVersion one, @Nullable JsonNode policies) {
            return new VersionView(
                    one.version(),
                    one.state(),
                    one.note(),
                    one.author(),
                    one.createdAt(),
                    one.updatedAt(),
                    one.publishedAt(),
                    one.publishedBy(),
                    policies);
        }
    }

    /** What is in force, and all versions. */
    @RegisterForReflection
    @Schema(name = "RepeatPolicyVersions")
    record Versions(
            VersionView published,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Schema(description = "Newest first, without their policies.")
            List<VersionView> versions) {}

    /** A draft as an operator writes it. */
    @RegisterForReflection
    @Schema(
            name = "RepeatPolicyDraft",
            requiredProperties = {"policies"},
            additionalProperties = Schema.False.class)
    record DraftBody(
            @Schema(type = SchemaType.ARRAY, implementation = PolicyDocument.class) @Nullable
            JsonNode policies,

            @Schema(description = "What it is for.", maxLength = LONGEST_NOTE) @Nullable
            String note) {}

    /** The word that puts a version in force. */
    @RegisterForReflection
    @Schema(
            name = "RepeatPolicyPublication",
            requiredProperties = {"reason"},
            additionalProperties = Schema.False.class)
    record PublicationBody(
            @Schema(description = "理由,记入审计 / for the audit", minLength = 1, maxLength = LONGEST_NOTE) @Nullable
            String reason) {}

    @GET
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(operationId = "listRepeatPolicies", summary = "重复判定策略 · The policies in force, and all versions")
    public Uni<Versions> list() {
        return desk.versions()
                .map(all -> new Versions(
                        all.stream()
                                .filter(one -> one.state() == PolicyVersion.State.PUBLISHED)
                                .map(VersionView::whole)
                                .findFirst()
                                .orElseThrow(),
                        all.stream().map(VersionView::head).toList()));
    }

    @GET
    @Path("/{version}")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(operationId = "getRepeatPolicies", summary = "一个版本 · One version, with its ETag")
    public Uni<RestResponse<VersionView>> get(
            @RestPath
                    @Parameter(
                            description = "Its number, or `draft`.",
                            example = "1",
                            schema = @Schema(type = SchemaType.STRING))
                    String version) {
        Uni<Optional<PolicyVersion>> asked = "draft".equals(version) ? desk.draft() : byNumber(version);
        return asked.map(found ->
                found.map(one -> tagged(OK, one)).orElseGet(() -> unknown().response()));
    }

    @PUT
    @Path("/draft")
    @RolesAllowed(Role.RULE_AUTHOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putRepeatPolicyDraft",
            summary = "起草 · Begins a draft, or changes the one that there is",
            description = "A change needs the ETag last read in If-Match. Every fault is named by its JSON pointer; "
                    + "nothing is in force before it is published.")
    public Uni<RestResponse<VersionView>> draft(
            @HeaderParam("If-Match") @Nullable String ifMatch, @Nullable DraftBody body) {
        DraftBody draft = RequestBody.present(body);
        List<Fault> faults = new ArrayList<>();
        JsonNode policies = draft.policies();
        if (policies == null) {
            faults.add(Fault.missing("/policies"));
        }
        if (draft.note() != null && draft.note().length() > LONGEST_NOTE) {
            faults.add(Fault.tooLong("/note", LONGEST_NOTE));
        }
        if (policies == null || !faults.isEmpty()) {
            return refused(faults);
        }
        return desk.draft(policies, draft.note(), new Precondition(ifMatch), actor())
                .map(RepeatPoliciesResource::answer);
    }

    @POST
    @Path("/{version}/publish")
    @RolesAllowed(Role.RULE_APPROVER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "publishRepeatPolicies",
            summary = "发布或回退 · Puts the draft in force, or a version that was in force before",
            description = "Needs the ETag of that version in If-Match. Every pod goes by it within a second. Nobody "
                    + "publishes a draft of their own.")
    @APIResponse(responseCode = "200", description = "The version that is in force now")
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<VersionView>> publish(
            @RestPath @Parameter(example = "2", schema = @Schema(type = SchemaType.INTEGER)) String version,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable PublicationBody body) {
        PublicationBody publication = RequestBody.present(body);
        String reason = publication.reason();
        List<Fault> faults = Fault.ofText("/reason", reason, LONGEST_NOTE);
        if (!faults.isEmpty()) {
            return refused(faults);
        }
        OptionalInt number = number(version);
        if (number.isEmpty()) {
            return Uni.createFrom().item(unknown().response());
        }
        return desk.publish(number.getAsInt(), String.valueOf(reason), new Precondition(ifMatch), actor())
                .map(RepeatPoliciesResource::answer);
    }

    @POST
    @Path("/preview")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "previewRepeatPolicies",
            summary = "试算 · What policies would have made of past reports, compared with those in force",
            description = "Nothing is stored. Every case counts as open and forwarded. One rehearsal at a time.")
    @APIResponse(responseCode = "200", description = "Outcomes under both, and examples of what would change")
    public Uni<RestResponse<PreviewView>> preview(@Nullable PreviewBody body) {
        PreviewBody wanted = RequestBody.present(body);
        JsonNode policies = wanted.policies();
        Uni<Optional<JsonNode>> asked = policies != null
                ? Uni.createFrom().item(Optional.of(policies))
                : desk.draft().map(draft -> draft.map(PolicyVersion::policies));
        String division = Callers.of(identity).division();
        return asked.flatMap(found -> preview.rehearse(wanted.wanted(found, division, OffsetDateTime.now(clock))))
                .map(answer -> answer.fold(report -> RestResponse.ok(PreviewView.of(report)), Problem::response));
    }

    private Uni<Optional<PolicyVersion>> byNumber(String version) {
        OptionalInt number = number(version);
        return number.isEmpty() ? Uni.createFrom().item(Optional.empty()) : desk.version(number.getAsInt());
    }

    private static OptionalInt number(String version) {
        try {
            return OptionalInt.of(Integer.parseInt(version));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private String actor() {
        return Callers.of(identity).actor();
    }

    private static RestResponse<VersionView> answer(PolicyEdit edit) {
        return edit.fold(saved -> tagged(saved.created() ? CREATED : OK, saved.version()), Problem::response);
    }

    private static RestResponse<VersionView> tagged(int status, PolicyVersion one) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.fromStatusCode(status), VersionView.whole(one))
                .header("ETag", Precondition.tag(one.edits()))
                .build();
    }

    private static Uni<RestResponse<VersionView>> refused(List<Fault> faults) {
        throw new Refused(Problem.of(ProblemType.BREAKS_CONTRACT, "The body is not complete.")
                .with(faults));
    }

    private static Problem unknown() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such version.");
    }
}
