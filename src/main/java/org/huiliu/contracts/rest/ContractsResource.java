package org.huiliu.contracts.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.contracts.Binding;
import org.huiliu.contracts.ContractDesk;
import org.huiliu.contracts.ContractEdit;
import org.huiliu.contracts.ContractVersion;
import org.huiliu.contracts.Difference;
import org.huiliu.contracts.Differences;
import org.huiliu.contracts.Examination;
import org.huiliu.contracts.OpenApi;
import org.huiliu.contracts.SampleLetters;
import org.huiliu.contracts.Unfit;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.huiliu.platform.tx.Aside;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Contracts of receiving systems that do not implement one of the hub's own. */
@Path("/v1/contracts")
@Tag(name = "contracts")
@Produces(MediaType.APPLICATION_JSON)
class ContractsResource {
    /** What begins so is the hub's own. */
    private static final Pattern NAME = Pattern.compile("(?!receiver-)[a-z][a-z0-9-]{1,62}");

    private static final int LONGEST_NOTE = 1000;
    private static final int CREATED = 201;

    private final ContractDesk desk;
    private final SampleLetters samples;
    private final SecurityIdentity identity;

    ContractsResource(ContractDesk desk, SampleLetters samples, SecurityIdentity identity) {
        this.desk = desk;
        this.samples = samples;
        this.identity = identity;
    }

    /** Versions of contracts. */
    @RegisterForReflection
    @Schema(name = "ContractList")
    record ContractList(
            @JsonInclude(JsonInclude.Include.ALWAYS) @Schema(description = "By name, newest first, without documents.")
            List<ContractView> items) {}

    /** A contract as somebody uploads it. */
    @RegisterForReflection
    @Schema(
            name = "ContractUpload",
            requiredProperties = {"openapi", "binding"},
            additionalProperties = Schema.False.class)
    record UploadBody(
            @Schema(
                    description = "OpenAPI 3.0（3.1 可用，但版本比较不可靠）：YAML 或 JSON 文本，或 JSON 对象，最大 2 MB / the document, as"
                            + " text or as an object")
            @Nullable
            JsonNode openapi,

            @Schema(description = "各类投递对应的操作与映射 / which operation takes which kind of delivery, and how") @Nullable
            Binding binding,

            @Schema(maxLength = LONGEST_NOTE) @Nullable String note) {}

    /** What a check has found. */
    @RegisterForReflection
    @Schema(name = "ContractChecked")
    record Checked(
            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Schema(description = "Why it cannot be taken; empty for a sound one.")
            List<Fault> faults,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Schema(description = "What its author should know.")
            List<String> notes,

            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Schema(description = "Whether it may break who kept the published version.")
            boolean breaking,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Schema(description = "In what it differs from that.")
            List<Difference> differences) {}

    /** In what two versions differ. */
    @RegisterForReflection
    @Schema(name = "ContractDiff")
    record DiffView(
            int before,
            int after,

            @JsonInclude(JsonInclude.Include.ALWAYS) boolean breaking,

            @Schema(description = "False where OpenAPI 3.1 takes part: a person has to look.")
            @JsonInclude(JsonInclude.Include.ALWAYS)
            boolean reliable,

            @JsonInclude(JsonInclude.Include.ALWAYS) List<Difference> differences) {}

    /** The word that puts a version in force. */
    @RegisterForReflection
    @Schema(
            name = "ContractPublication",
            requiredProperties = {"reason"},
            additionalProperties = Schema.False.class)
    record PublishBody(
            @Schema(description = "理由,记入审计 / for the audit", minLength = 1, maxLength = LONGEST_NOTE) @Nullable
            String reason,

            @Schema(
                    description = "接收方已准备好不兼容的变更 / the receivers are ready for a breaking change",
                    defaultValue = "false")
            @Nullable
            Boolean acceptBreaking) {}

    /** The word that takes a version out of force. */
    @RegisterForReflection
    @Schema(
            name = "ContractWithdrawal",
            requiredProperties = {"reason"},
            additionalProperties = Schema.False.class)
    record WithdrawBody(
            @Schema(description = "理由,记入审计 / for the audit", minLength = 1, maxLength = LONGEST_NOTE) @Nullable
            String reason) {}

    // ------------------------------------------------------------ reading

    @GET
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(operationId = "listContracts", summary = "接收方契约 · Uploaded contracts in all their versions")
    public Uni<ContractList> list() {
        return desk.all().map(ContractsResource::listed);
    }

    @GET
    @Path("/{name}")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(operationId = "listContractVersions", summary = "一份契约的各版本 · The versions of one contract")
    public Uni<ContractList> versions(@RestPath @Parameter(example = "crm") String name) {
        return desk.versions(name).map(found -> {
            if (found.isEmpty()) {
                throw unknown();
            }
            return listed(found);
        });
    }

    @GET
    @Path("/{name}/{version}")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(operationId = "getContract", summary = "一个版本的文档与绑定 · One version, its document and binding")
    public Uni<ContractView> get(
            @RestPath @Parameter(example = "crm") String name,
            @RestPath
                    @Parameter(
                            description = "Its number, or `published` for the newest published.",
                            example = "published")
                    String version) {
        return required(name, version).map(ContractView::of);
    }

    @GET
    @Path("/{name}/{before}/diff/{after}")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(
            operationId = "diffContracts",
            summary = "两个版本的差别，是否兼容 · In what two versions differ, in words, and what of it is breaking")
    public Uni<DiffView> diff(
            @RestPath @Parameter(example = "crm") String name,
            @RestPath @Parameter(example = "1") String before,
            @RestPath @Parameter(example = "2") String after) {
        return required(name, before).chain(old -> required(name, after)
                .chain(now -> Aside.compute(() -> {
                    OpenApi was = OpenApi.read(String.valueOf(old.openapi()));
                    OpenApi is = OpenApi.read(String.valueOf(now.openapi()));
                    List<Difference> differences = Differences.between(was, is);
                    return new DiffView(
                            old.version(),
                            now.version(),
                            breaking(differences),
                            !was.newer() && !is.newer(),
                            differences);
                })));
    }

    // ------------------------------------------------------------ writing

    @POST
    @Path("/{name}/check")
    @RolesAllowed(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "checkContract",
            summary = "检查契约 · What is wrong with a contract, and in what it differs from the published one",
            description = "Nothing is stored.")
    @APIResponse(
            responseCode = "200",
            description = "Its faults, or its differences",
            content = @Content(schema = @Schema(implementation = Checked.class)))
    public Uni<Checked> check(@RestPath @Parameter(example = "crm") String name, @Nullable UploadBody body) {
        return examined(name, body)
                .map(found -> new Checked(List.of(), found.passed().notes(), found.breaking(), found.differences()))
                .onFailure(Refused.class)
                .recoverWithItem(
                        failure -> new Checked(((Refused) failure).problem().faults(), List.of(), false, List.of()));
    }

    @POST
    @Path("/{name}")
    @RolesAllowed(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "uploadContract",
            summary = "上传契约 · Uploads a new version of a contract, as a draft",
            description =
                    "The document must stand alone (no external $ref is fetched), the operations of the binding must be"
                            + " there, and the mapping must turn every sample letter into a body that validates; each fault is named"
                            + " by its pointer. It is compared with the published version, and a mock answers by it at once.")
    @APIResponse(
            responseCode = "201",
            description = "Kept",
            content = @Content(schema = @Schema(implementation = ContractView.class)))
    public Uni<RestResponse<ContractView>> upload(
            @RestPath @Parameter(description = "Not beginning with `receiver-`.", example = "crm") String name,
            @Nullable UploadBody body) {
        return examined(name, body).chain(found -> desk.add(
                        new ContractDesk.Upload(
                                name,
                                found.openapi(),
                                found.binding(),
                                RequestBody.present(body).note(),
                                found.breaking()),
                        actor())
                .map(added -> RestResponse.ResponseBuilder.create(
                                RestResponse.Status.fromStatusCode(CREATED),
                                ContractView.of(added, found.passed().notes(), found.differences()))
                        .build()));
    }

    @POST
    @Path("/{name}/{version}/publish")
    @RolesAllowed(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "publishContract",
            summary = "发布契约 · Puts a version in force for the targets that name the contract",
            description =
                    "Deliveries whose first attempt has begun keep the request that was frozen then. A breaking version"
                            + " is published only with `acceptBreaking`.")
    @APIResponse(responseCode = "200", description = "Where it stands now")
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<ContractView>> publish(
            @RestPath @Parameter(example = "crm") String name,
            @RestPath @Parameter(example = "2") String version,
            @Nullable PublishBody body) {
        PublishBody word = RequestBody.present(body);
        String reason = reason(word.reason());
        boolean accepted = Boolean.TRUE.equals(word.acceptBreaking());
        return required(name, version).chain(one -> desk.published(name).chain(now -> differences(now, one)
                .chain(differences -> {
                    if (breaking(differences) && !accepted) {
                        throw new Refused(Problem.of(
                                        ProblemType.CONFLICT,
                                        "It may break receivers that keep version "
                                                + now.map(ContractVersion::version)
                                                        .orElse(0)
                                                + ": send acceptBreaking once they are ready.")
                                .with(differences.stream()
                                        .filter(Difference::breaking)
                                        .map(each -> Fault.at(
                                                each.pointer(), "breaking", each.zh() + "。 " + each.en() + "."))
                                        .toList()));
                    }
                    return desk.publish(
                            name,
                            one.version(),
                            now.map(ContractVersion::version).orElse(null),
                            breaking(differences),
                            reason,
                            actor());
                })
                .map(ContractsResource::answer)));
    }

    @POST
    @Path("/{name}/{version}/withdraw")
    @RolesAllowed(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "withdrawContract",
            summary = "撤回契约版本 · Takes a version out of force; the newest published before it counts again",
            description = "Refused while targets depend on it.")
    @APIResponse(responseCode = "200", description = "Where it stands now")
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<ContractView>> withdraw(
            @RestPath @Parameter(example = "crm") String name,
            @RestPath @Parameter(example = "2") String version,
            @Nullable WithdrawBody body) {
        String reason = reason(RequestBody.present(body).reason());
        return required(name, version)
                .chain(one -> desk.withdraw(name, one.version(), reason, actor()))
                .map(ContractsResource::answer);
    }

    // ------------------------------------------------------------ steps

    private record Found(String openapi, Binding binding, Examination.Passed passed, List<Difference> differences) {
        boolean breaking() {
            return ContractsResource.breaking(differences);
        }
    }

    /** Examined and compared with the published version, aside: a document may have megabytes. */
    private Uni<Found> examined(String name, @Nullable UploadBody body) {
        UploadBody upload = RequestBody.present(body);
        List<Fault> faults = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            faults.add(Fault.at(
                    "/name",
                    "pattern",
                    "Lower-case letters, digits and hyphens; not beginning with receiver-, which is the hub's own."));
        }
        if (upload.openapi() == null || upload.openapi().isNull()) {
            faults.add(Fault.missing("/openapi"));
        }
        if (upload.binding() == null) {
            faults.add(Fault.missing("/binding"));
        }
        if (upload.note() != null && upload.note().length() > LONGEST_NOTE) {
            faults.add(Fault.tooLong("/note", LONGEST_NOTE));
        }
        if (!faults.isEmpty() || upload.openapi() == null || upload.binding() == null) {
            throw unfit(faults);
        }
        JsonNode document = upload.openapi();
        Binding binding = upload.binding();
        return desk.published(name)
                .chain(before -> Aside.compute(() -> {
                    try {
                        String text = document.isTextual() ? document.textValue() : HubJson.write(document);
                        Examination.Passed passed = Examination.of(name + "@0", text, binding, samples);
                        List<Difference> differences = before.map(one -> Differences.between(
                                        OpenApi.read(String.valueOf(one.openapi())), passed.document()))
                                .orElse(List.of());
                        return new Found(text, binding, passed, differences);
                    } catch (Unfit unfit) {
                        throw unfit(unfit.faults());
                    }
                }));
    }

    private static Uni<List<Difference>> differences(Optional<ContractVersion> before, ContractVersion after) {
        return Aside.compute(() -> before.map(one -> Differences.between(
                        OpenApi.read(String.valueOf(one.openapi())), OpenApi.read(String.valueOf(after.openapi()))))
                .orElse(List.of()));
    }

    private Uni<ContractVersion> required(String name, String version) {
        Uni<Optional<ContractVersion>> found = version.equals("published")
                ? desk.published(name)
                : version.matches("[1-9]\\d{0,8}")
                        ? desk.version(name, Integer.parseInt(version))
                        : Uni.createFrom().item(Optional.empty());
        return found.map(one -> one.orElseThrow(ContractsResource::unknown));
    }

    private static Refused unknown() {
        return new Refused(Problem.of(ProblemType.NOT_FOUND, "There is no such contract or version."));
    }

    private static Refused unfit(List<Fault> faults) {
        return new Refused(Problem.of(ProblemType.BREAKS_CONTRACT, "The contract cannot be taken.")
                .with(faults));
    }

    private static boolean breaking(List<Difference> differences) {
        return differences.stream().anyMatch(Difference::breaking);
    }

    private static ContractList listed(List<ContractVersion> versions) {
        return new ContractList(versions.stream().map(ContractView::of).toList());
    }

    private static RestResponse<ContractView> answer(ContractEdit edit) {
        return edit.fold(done -> RestResponse.ok(ContractView.of(done.version())), refused -> refused.problem()
                .response());
    }

    private static String reason(@Nullable String reason) {
        List<Fault> faults = Fault.ofText("/reason", reason, LONGEST_NOTE);
        if (!faults.isEmpty()) {
            throw unfit(faults);
        }
        return String.valueOf(reason);
    }

    private String actor() {
        return Callers.of(identity).actor();
    }
}
