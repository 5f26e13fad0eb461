package org.huiliu.routing.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.huiliu.platform.tx.Aside;
import org.huiliu.routing.City;
import org.huiliu.routing.Difference;
import org.huiliu.routing.Differences;
import org.huiliu.routing.Field;
import org.huiliu.routing.RulesetDesk;
import org.huiliu.routing.RulesetEdit;
import org.huiliu.routing.RulesetVersion;
import org.huiliu.routing.Vocabulary;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The routing rules: what is in force, what was, and what is on its way to be. */
@Path("/v1/rulesets")
@Tag(name = "rules")
@Produces(MediaType.APPLICATION_JSON)
class RulesetsResource {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int LONGEST_NOTE = 1000;

    private final RulesetDesk desk;
    private final Versions versions;
    private final City city;
    private final SecurityIdentity identity;

    RulesetsResource(RulesetDesk desk, Versions versions, City city, SecurityIdentity identity) {
        this.desk = desk;
        this.versions = versions;
        this.city = city;
        this.identity = identity;
    }

    /** All versions. */
    @RegisterForReflection
    @Schema(name = "RulesetList")
    record VersionList(
            @JsonInclude(JsonInclude.Include.ALWAYS) @Schema(description = "Newest first, without their rules.")
            List<RulesetView> items) {}

    /** Rules as an operator writes them. */
    @RegisterForReflection
    @Schema(name = "RulesetDraft", additionalProperties = Schema.False.class)
    record DraftBody(
            @Schema(
                    type = SchemaType.OBJECT,
                    description = "Groups, word lists and what catches the rest, by"
                            + " /contracts/rulesets/v1/ruleset.schema.json. As it was if left out.")
            @Nullable
            JsonNode document,

            @Schema(
                    type = SchemaType.ARRAY,
                    implementation = RulesetView.CatalogueLine.class,
                    description = "派单目录. As it was if left out.")
            @Nullable
            JsonNode catalogue,

            @Schema(description = "What it is for.", maxLength = LONGEST_NOTE) @Nullable
            String note) {}

    /** A document to be checked. */
    @RegisterForReflection
    @Schema(name = "RulesetCheck", additionalProperties = Schema.False.class)
    record CheckBody(
            @Schema(type = SchemaType.OBJECT) @Nullable JsonNode document,

            @Schema(type = SchemaType.ARRAY, implementation = RulesetView.CatalogueLine.class) @Nullable
            JsonNode catalogue) {}

    /** What a check has found. */
    @RegisterForReflection
    @Schema(name = "RulesetChecked")
    record Checked(
            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Schema(description = "Why it cannot be taken; empty for a sound one.")
            List<Fault> faults,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Schema(description = "What is probably not meant.")
            List<Fault> warnings,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Schema(description = "Each rule in one line.")
            List<RulesetView.Sentence> sentences) {}

    /** The word that moves a version on. */
    @RegisterForReflection
    @Schema(
            name = "RulesetMove",
            requiredProperties = {"reason"},
            additionalProperties = Schema.False.class)
    record MoveBody(
            @Schema(description = "理由,记入审计 / for the audit", minLength = 1, maxLength = LONGEST_NOTE) @Nullable
            String reason) {}

    /** In what two versions differ. */
    @RegisterForReflection
    @Schema(name = "RulesetDiff")
    record DiffView(
            int before,
            int after,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<DifferenceView> differences) {}

    /** One thing in which they differ. */
    @RegisterForReflection
    @Schema(name = "RulesetDifference")
    record DifferenceView(Difference.Kind kind, Difference.Subject subject, String name, String zh, String en) {
        static DifferenceView of(Difference one) {
            return new DifferenceView(one.kind(), one.subject(), one.name(), one.zh(), one.en());
        }
    }

    /** What conditions may ask. */
    @RegisterForReflection
    @Schema(name = "RuleVocabulary")
    record VocabularyView(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<FieldView> fields) {
        static VocabularyView of(Vocabulary vocabulary) {
            return new VocabularyView(Arrays.stream(Field.values())
                    .map(field -> FieldView.of(field, vocabulary))
                    .toList());
        }
    }

    /** A field, and what can be asked of it. */
    @RegisterForReflection
    @Schema(name = "RuleField")
    record FieldView(
            @Schema(examples = "category") String field,

            @Schema(description = "Its name, Chinese.", examples = "事项")
            String zh,

            @Schema(enumeration = {"CODE", "DIVISION", "TEXT", "NUMBER", "YES_NO", "TIME", "POINT"})
            String kind,

            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Schema(description = "A test has exactly one of them; what each takes stands in the JSON Schema.")
            List<String> operators,

            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Schema(description = "Its codes, where they can be listed; another one is refused then.")
            List<CodeView> choices) {
        static FieldView of(Field field, Vocabulary vocabulary) {
            return new FieldView(
                    field.key(),
                    field.zh(),
                    field.kind().name(),
                    field.kind().operators(),
                    vocabulary.choices(field).stream()
                            .map(code -> new CodeView(
                                    code, vocabulary.name(field, code).orElse(code)))
                            .toList());
        }
    }

    /** A code, and what it is called. */
    @RegisterForReflection
    @Schema(name = "RuleCode")
    record CodeView(
            @Schema(examples = "order.dispute") String code,

            @Schema(description = "Chinese, or the code itself.", examples = "治安纠纷")
            String name) {}

    // ------------------------------------------------------------ reading

    @GET
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(operationId = "listRulesets", summary = "流转规则的各版本 · All versions of the routing rules")
    public Uni<VersionList> list() {
        return desk.versions()
                .map(all -> new VersionList(all.stream().map(RulesetView::head).toList()));
    }

    @GET
    @Path("/vocabulary")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(
            operationId = "getRuleVocabulary",
            summary = "条件的字段、运算与代码 · What conditions may ask: fields, operators and codes",
            description = "The city as it is now: lines with a contract, matters of their tables.")
    public Uni<VocabularyView> vocabulary() {
        return city.vocabulary().map(VocabularyView::of);
    }

    @GET
    @Path("/{version}")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(operationId = "getRuleset", summary = "一个版本,每条规则一句话 · One version, each rule in one line, with its ETag")
    public Uni<RestResponse<RulesetView>> get(
            @RestPath
                    @Parameter(
                            description = "Its number, `draft` for the one on its way, or `published`.",
                            example = "published")
                    String version) {
        return city.vocabulary().chain(vocabulary -> versions.required(version)
                .chain(one -> Aside.compute(() -> RulesetView.whole(one, vocabulary))
                        .map(view -> tagged(OK, one.edits(), view))));
    }

    @GET
    @Path("/{before}/diff/{after}")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(
            operationId = "diffRulesets",
            summary = "两个版本的差别 · In what two versions differ, in words",
            description = "Rules, groups, word lists, what catches the rest, and lines of the catalogue.")
    public Uni<DiffView> diff(
            @RestPath @Parameter(example = "published") String before,
            @RestPath @Parameter(example = "draft") String after) {
        return city.vocabulary().chain(vocabulary -> versions.required(before).chain(old -> versions.required(after)
                .chain(now -> Aside.compute(() -> new DiffView(
                        old.version(),
                        now.version(),
                        Differences.between(old.document(), now.document(), vocabulary).stream()
                                .map(DifferenceView::of)
                                .toList())))));
    }

    // ------------------------------------------------------------ writing

    @PUT
    @Path("/draft")
    @RolesAllowed(Role.RULE_AUTHOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putRulesetDraft",
            summary = "起草 · Begins a draft, or changes the one that there is",
            description = "A change needs the ETag last read in If-Match. What is left out stays as it was; a new draft"
                    + " begins as a copy of the published version. Every fault is named by its JSON pointer, and what is"
                    + " probably not meant is told as a warning. Nothing is in force before it is published.")
    @APIResponse(
            responseCode = "200",
            description = "Changed",
            content = @Content(schema = @Schema(implementation = RulesetView.class)))
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<RulesetView>> draft(
            @HeaderParam("If-Match") @Nullable String ifMatch, @Nullable DraftBody body) {
        DraftBody draft = RequestBody.present(body);
        List<Fault> faults = new ArrayList<>();
        if (draft.document() == null && draft.catalogue() == null && draft.note() == null) {
            faults.add(Fault.at("/document", "required", "The document, the catalogue or the note."));
        }
        if (draft.note() != null && draft.note().length() > LONGEST_NOTE) {
            faults.add(Fault.tooLong("/note", LONGEST_NOTE));
        }
        refuse(faults);
        return versions.check(draft.document(), draft.catalogue(), fault -> fault)
                .chain(checked -> desk.write(
                                new RulesetDesk.Writing(draft.document(), draft.catalogue(), draft.note()),
                                new Precondition(ifMatch),
                                actor())
                        .chain(edit -> Aside.compute(
                                () -> edit.fold(saved -> edited(saved, checked), Problem::<RulesetView>response))));
    }

    @DELETE
    @Path("/draft")
    @RolesAllowed(Role.RULE_AUTHOR)
    @Operation(
            operationId = "deleteRulesetDraft",
            summary = "废弃草稿 · Gives the draft up",
            description = "Needs its ETag in If-Match. It is kept as DISCARDED and can be read, never published.")
    @APIResponse(
            responseCode = "200",
            description = "Given up",
            content = @Content(schema = @Schema(implementation = RulesetView.class)))
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<RulesetView>> discard(@HeaderParam("If-Match") @Nullable String ifMatch) {
        return move(Versions.DRAFT, RulesetDesk.Move.DISCARD, ifMatch, "draft given up");
    }

    @POST
    @Path("/check")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "checkRuleset",
            summary = "检查 · What is wrong with rules, and how they read",
            description =
                    "Nothing is stored. A catalogue that is left out is that of the draft or the published version.")
    @APIResponse(
            responseCode = "200",
            description = "Its faults, or its warnings and sentences",
            content = @Content(schema = @Schema(implementation = Checked.class)))
    public Uni<Checked> check(@Nullable CheckBody body) {
        CheckBody wanted = RequestBody.present(body);
        if (wanted.document() == null && wanted.catalogue() == null) {
            refuse(List.of(Fault.at("/document", "required", "The document, the catalogue or both.")));
        }
        return versions.check(wanted.document(), wanted.catalogue(), fault -> fault)
                .chain(checked -> Aside.compute(() -> new Checked(
                        List.of(),
                        checked.warnings(),
                        RulesetView.sentences(checked.document(), checked.vocabulary()))))
                .onFailure(Refused.class)
                .recoverWithItem(failure -> found((Refused) failure));
    }

    private static Checked found(Refused refused) {
        return new Checked(refused.problem().faults(), List.of(), List.of());
    }

    // ------------------------------------------------------------ moves

    @POST
    @Path("/{version}/submit")
    @RolesAllowed(Role.RULE_AUTHOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "submitRuleset", summary = "提交审批 · Puts the draft before a second person")
    @APIResponse(responseCode = "200", description = "Where it stands now")
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<RulesetView>> submit(
            @RestPath @Parameter(example = "draft") String version,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable MoveBody body) {
        return moveOn(version, RulesetDesk.Move.SUBMIT, ifMatch, reason(body));
    }

    @POST
    @Path("/{version}/return")
    @RolesAllowed({Role.RULE_AUTHOR, Role.RULE_APPROVER})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "returnRuleset", summary = "退回修改 · Gives a version back to be written on")
    @APIResponse(responseCode = "200", description = "Where it stands now")
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<RulesetView>> giveBack(
            @RestPath @Parameter(example = "draft") String version,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable MoveBody body) {
        return move(version, RulesetDesk.Move.RETURN, ifMatch, reason(body));
    }

    @POST
    @Path("/{version}/approve")
    @RolesAllowed(Role.RULE_APPROVER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "approveRuleset",
            summary = "批准 · Agrees to a version",
            description = "Nobody approves what they have written or submitted themselves.")
    @APIResponse(responseCode = "200", description = "Where it stands now")
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<RulesetView>> approve(
            @RestPath @Parameter(example = "draft") String version,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable MoveBody body) {
        return moveOn(version, RulesetDesk.Move.APPROVE, ifMatch, reason(body));
    }

    @POST
    @Path("/{version}/publish")
    @RolesAllowed(Role.RULE_APPROVER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "publishRuleset",
            summary = "发布或回退 · Puts an approved version in force, or one that was in force before",
            description = "From its commit on every case is decided under it, on every pod; each under exactly one"
                    + " version.")
    @APIResponse(responseCode = "200", description = "The version that is in force now")
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<RulesetView>> publish(
            @RestPath @Parameter(example = "2") String version,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable MoveBody body) {
        return moveOn(version, RulesetDesk.Move.PUBLISH, ifMatch, reason(body));
    }

    /** Forward goes only what is still sound. */
    private Uni<RestResponse<RulesetView>> moveOn(
            String version, RulesetDesk.Move move, @Nullable String ifMatch, String reason) {
        return versions.required(version)
                .call(versions::stillSound)
                .chain(one -> desk.move(one.version(), move, reason, new Precondition(ifMatch), actor()))
                .map(RulesetsResource::answer);
    }

    private Uni<RestResponse<RulesetView>> move(
            String version, RulesetDesk.Move move, @Nullable String ifMatch, String reason) {
        return numbered(version)
                .chain(number -> number.map(one -> desk.move(one, move, reason, new Precondition(ifMatch), actor()))
                        .orElseThrow(() -> new Refused(Versions.unknown())))
                .map(RulesetsResource::answer);
    }

    private Uni<Optional<Integer>> numbered(String version) {
        Optional<Integer> number = Versions.number(version);
        return number.isPresent()
                ? Uni.createFrom().item(number)
                : versions.find(version).map(found -> found.map(RulesetVersion::version));
    }

    // ------------------------------------------------------------ answers

    private String actor() {
        return Callers.of(identity).actor();
    }

    private static RestResponse<RulesetView> answer(RulesetEdit edit) {
        return edit.fold(
                saved -> tagged(OK, saved.version().edits(), RulesetView.head(saved.version())), Problem::response);
    }

    private static RestResponse<RulesetView> edited(RulesetEdit.Saved saved, Versions.Checked checked) {
        return tagged(
                saved.created() ? CREATED : OK,
                saved.version().edits(),
                RulesetView.edited(
                        saved.version(),
                        RulesetView.sentences(checked.document(), checked.vocabulary()),
                        checked.warnings()));
    }

    private static RestResponse<RulesetView> tagged(int status, int edits, RulesetView view) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.fromStatusCode(status), view)
                .header("ETag", Precondition.tag(edits))
                .build();
    }

    private static String reason(@Nullable MoveBody body) {
        String reason = RequestBody.present(body).reason();
        refuse(Fault.ofText("/reason", reason, LONGEST_NOTE));
        return String.valueOf(reason);
    }

    private static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new Refused(Problem.of(ProblemType.BREAKS_CONTRACT, "The body is not complete.")
                    .with(faults));
        }
    }
}
