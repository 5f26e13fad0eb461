package org.huiliu.routing.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.huiliu.platform.tx.Aside;
import org.huiliu.routing.RulesetDesk;
import org.huiliu.routing.RulesetEdit;
import org.huiliu.routing.RulesetVersion;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The dispatch catalogue (派单目录): out to a spreadsheet, and in again as part of the draft. */
@Path("/v1/catalogue")
@Tag(name = "rules")
class CatalogueResource {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final String EXAMPLE =
            "事项,区划,层级,主办单位,协办单位,备注\norder.noise,320302,STREET,'@DISTRICT,municipal,夜间施工\n";

    private final RulesetDesk desk;
    private final Versions versions;
    private final SecurityIdentity identity;

    CatalogueResource(RulesetDesk desk, Versions versions, SecurityIdentity identity) {
        this.desk = desk;
        this.versions = versions;
        this.identity = identity;
    }

    /** A catalogue. */
    @RegisterForReflection
    @Schema(name = "Catalogue")
    record CatalogueView(
            @Schema(description = "Of which version of the rules it is part.")
            int version,

            RulesetVersion.State state,

            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Schema(type = SchemaType.ARRAY, implementation = RulesetView.CatalogueLine.class)
            JsonNode items) {
        static CatalogueView of(RulesetVersion one) {
            JsonNode items = one.catalogue();
            return new CatalogueView(
                    one.version(), one.state(), items == null ? HubJson.mapper().createArrayNode() : items);
        }
    }

    /** What came of an import. */
    @RegisterForReflection
    @Schema(name = "CatalogueImported")
    record Imported(
            @Schema(description = "The draft that has it now.")
            int version,

            int lines,

            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Schema(description = "What is probably not meant in the draft's rules.")
            List<Fault> warnings) {}

    @GET
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getCatalogue",
            summary = "导出派单目录 · The dispatch catalogue",
            description = "As a spreadsheet with `Accept: text/csv`: UTF-8 with a byte order mark, or GB18030 with"
                    + " `Accept: text/csv; charset=gb18030`. A cell that a spreadsheet would take for a formula has an"
                    + " apostrophe before it, which goes when the file is taken in again.")
    @APIResponse(
            responseCode = "200",
            description = "All its lines, with the ETag of its version",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = CatalogueView.class)),
                @Content(
                        mediaType = CatalogueCsv.TYPE,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "csv", value = EXAMPLE))
            })
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Uni<RestResponse<CatalogueView>> get(
            @RestQuery
                    @Parameter(
                            description = "Number of a version, `draft`, or `published` if left out.",
                            example = "published")
                    @Nullable
                    String version,
            @RestQuery
                    @Parameter(description = "`zh` for Chinese heads of the columns of a spreadsheet.", example = "zh")
                    @Nullable
                    String heads) {
        return versions.required(version == null ? Versions.PUBLISHED : version)
                .map(one -> tagged(OK, one.edits(), CatalogueView.of(one)));
    }

    /** The same for a spreadsheet; the contract tells it with the other one. */
    @GET
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Produces(CatalogueCsv.TYPE + ";qs=0.5")
    @Operation(hidden = true)
    public Uni<RestResponse<byte[]>> file(
            @RestQuery @Nullable String version, @RestQuery @Nullable String heads, @Context HttpHeaders headers) {
        Charset charset = headers.getAcceptableMediaTypes().stream()
                .filter(type -> type.getSubtype().equals("csv"))
                .map(type -> type.getParameters().get(MediaType.CHARSET_PARAMETER))
                .filter(Objects::nonNull)
                .findFirst()
                .map(CatalogueCsv::named)
                .orElse(StandardCharsets.UTF_8);
        return versions.required(version == null ? Versions.PUBLISHED : version)
                .chain(one -> Aside.compute(() -> file(one, charset, "zh".equals(heads))));
    }

    private static RestResponse<byte[]> file(RulesetVersion one, Charset charset, boolean chinese) {
        byte[] file = CatalogueCsv.write(one.document().catalogue(), charset, chinese);
        return RestResponse.ResponseBuilder.ok(file, CatalogueCsv.TYPE + "; charset=" + charset.name())
                .header("ETag", Precondition.tag(one.edits()))
                .header("Content-Disposition", "attachment; filename=\"catalogue-" + one.version() + ".csv\"")
                .build();
    }

    @PUT
    @RolesAllowed(Role.RULE_AUTHOR)
    @Consumes({MediaType.APPLICATION_JSON, CatalogueCsv.TYPE})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putCatalogue",
            summary = "导入派单目录 · Takes a catalogue into the draft",
            description = "The whole table, in place of the one that the draft had; a draft is begun if there is none."
                    + " CSV in UTF-8 or GB18030, as `charset` says or found out; heads in either language and any order;"
                    + " several co-units with `;` between them. Every faulty line is named with its line and column. A"
                    + " change of a draft needs its ETag in If-Match.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = CatalogueCsv.TYPE,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "csv", value = EXAMPLE)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.ARRAY, implementation = RulesetView.CatalogueLine.class))
            })
    @APIResponse(
            responseCode = "200",
            description = "Taken",
            content = @Content(schema = @Schema(implementation = Imported.class)))
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<Imported>> put(
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Parameter(hidden = true) @Nullable String contentType,
            byte[] payload) {
        MediaType type = contentType == null ? MediaType.APPLICATION_JSON_TYPE : MediaType.valueOf(contentType);
        String actor = Callers.of(identity).actor();
        return Aside.compute(() -> read(payload, type)).chain(table -> versions.check(null, table.items(), table.told())
                .chain(checked -> desk.write(
                                new RulesetDesk.Writing(null, table.items(), null), new Precondition(ifMatch), actor)
                        .map(edit -> answer(edit, table, checked))));
    }

    /** A catalogue that was sent. */
    private record Sent(JsonNode items, Function<Fault, Fault> told) {}

    private static Sent read(byte[] payload, MediaType type) {
        if (type.getSubtype().equals("csv")) {
            CatalogueCsv.Table table =
                    CatalogueCsv.read(payload, type.getParameters().get(MediaType.CHARSET_PARAMETER));
            return new Sent(table.items(), table::inFile);
        }
        try {
            JsonNode items = HubJson.mapper().readTree(payload);
            if (!items.isArray()) {
                throw new Refused(Problem.of(ProblemType.BREAKS_CONTRACT, "The catalogue is not as it must be.")
                        .with(List.of(Fault.at("", "type", "an array of lines"))));
            }
            return new Sent(items, CatalogueResource::inArray);
        } catch (JsonProcessingException e) {
            throw new Refused(Problem.of(ProblemType.NOT_PARSEABLE, "The body is not the JSON that is expected here."));
        } catch (IOException e) {
            throw new Refused(Problem.of(ProblemType.NOT_PARSEABLE, "The body cannot be read."));
        }
    }

    private static Fault inArray(Fault fault) {
        String inside = fault.pointer().startsWith("/catalogue/")
                ? fault.pointer().substring("/catalogue".length())
                : fault.pointer();
        return new Fault(inside, fault.code(), fault.detail(), fault.allowed());
    }

    private static RestResponse<Imported> answer(RulesetEdit edit, Sent table, Versions.Checked checked) {
        return edit.fold(
                saved -> tagged(
                        saved.created() ? CREATED : OK,
                        saved.version().edits(),
                        new Imported(saved.version().version(), table.items().size(), checked.warnings())),
                Problem::response);
    }

    private static <T> RestResponse<T> tagged(int status, int edits, T body) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.fromStatusCode(status), body)
                .header("ETag", Precondition.tag(edits))
                .build();
    }
}
