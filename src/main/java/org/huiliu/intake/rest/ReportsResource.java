package org.huiliu.intake.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.intake.Accepted;
import org.huiliu.intake.Arrival;
import org.huiliu.intake.IntakeAnswer;
import org.huiliu.intake.RecordStatus;
import org.huiliu.intake.ReportSink;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.security.Caller;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Native messages of the feeds, one at a time. */
@Path("/v1/feeds/{feed}")
@Tag(name = "feeds", description = "各线路报送 · What the lines send")
public class ReportsResource {
    private static final int LONGEST_KEY = 200;
    private static final String EXAMPLE_ALARM = """
            {"JJDBH":"32030220250911000871","XZQHDM":"320302","JJLX":"01","BJSJ":"2025-09-11 09:20:02",\
            "BJDH":"13800000001","JQDZ":"丰财街道某小区12幢","BJNR":"外墙渗水,与物业发生争吵",\
            "JQLBDM":"600000","JQLXDM":"609900","SFBM":"0"}""";
    private static final String EXAMPLE_ACCEPTED = """
            {"reportId":"01993b6c-2f51-7c3a-9d0e-6a1b2c3d4e5f","caseId":"01993b6c-2f51-7d21-8f00-1a2b3c4d5e6f",\
            "outcome":"OPENED"}""";

    private final ReportSink sink;
    private final Clock clock;
    private final SecurityIdentity identity;

    ReportsResource(ReportSink sink, Clock clock, SecurityIdentity identity) {
        this.sink = sink;
        this.clock = clock;
        this.identity = identity;
    }

    @POST
    @Path("/reports")
    @RolesAllowed(Role.FEED)
    @Produces({Arrival.JSON, Problem.MEDIA_TYPE})
    @Operation(
            operationId = "sendReport",
            summary = "报送一条记录 · Send one report",
            description = "The feed's native message. 202 means committed. The same message again is harmless"
                    + " (REPLAYED, same ids); a newer version of a known record updates its case.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = Arrival.JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples = @ExampleObject(name = "110", value = EXAMPLE_ALARM)),
                @Content(mediaType = Arrival.XML, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "202",
            description = "Committed",
            content =
                    @Content(
                            schema = @Schema(implementation = Accepted.class),
                            examples = @ExampleObject(name = "opened", value = EXAMPLE_ACCEPTED)))
    @APIResponse(responseCode = "400", description = "Not readable", content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(responseCode = "413", description = "Too large", content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(
            responseCode = "415",
            description = "Not a format of this feed",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(
            responseCode = "422",
            description = "Breaks the feed's contract, or the Idempotency-Key was used for other content",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(
            responseCode = "503",
            description = "Not stored, come again",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    public Uni<RestResponse<Accepted>> send(
            @Parameter(description = "Feed code", example = "110") @PathParam("feed") String feed,
            @Parameter(description = "The sender's own key for this request, at most 200 printable characters")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String idempotencyKey,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Parameter(hidden = true) @Nullable String contentType,
            @HeaderParam("traceparent") @Parameter(hidden = true) @Nullable String traceparent,
            byte[] payload) {
        Caller caller = Callers.of(identity);
        Optional<Problem> refused =
                refusal(caller.mayFeed(feed), feed, contentType).or(() -> keyFault(idempotencyKey));
        if (refused.isPresent()) {
            return Uni.createFrom().item(refused.get().response());
        }
        return sink.accept(arrival(feed, caller, idempotencyKey, contentType, payload, traceparent))
                .map(ReportsResource::answer);
    }

    @POST
    @Path("/preview")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Produces({Arrival.JSON, Problem.MEDIA_TYPE})
    @Operation(
            operationId = "previewReport",
            summary = "预览转换与流转结果,不入库 · What would become of a message, nothing stored")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = Arrival.JSON,
                            schema = @Schema(type = SchemaType.OBJECT),
                            examples = @ExampleObject(name = "110", value = EXAMPLE_ALARM)))
    @APIResponse(
            responseCode = "200",
            description = "The normalized report and where it would go",
            content =
                    @Content(
                            mediaType = Arrival.JSON,
                            schema = @Schema(type = SchemaType.OBJECT),
                            examples =
                                    @ExampleObject(
                                            name = "preview",
                                            value =
                                                    "{\"externalId\":\"32030220250911000871\",\"routing\":{\"review\":false,"
                                                            + "\"units\":{\"district-320302\":\"HOST\"}}}")))
    @APIResponse(responseCode = "400", description = "Not readable", content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(responseCode = "404", description = "No such feed", content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(
            responseCode = "415",
            description = "Not a format of this feed",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(
            responseCode = "422",
            description = "Breaks the feed's contract",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    public Uni<RestResponse<JsonNode>> preview(
            @Parameter(description = "Feed code", example = "110") @PathParam("feed") String feed,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Parameter(hidden = true) @Nullable String contentType,
            byte[] payload) {
        Optional<Problem> refused = refusal(true, feed, contentType);
        if (refused.isPresent()) {
            return Uni.createFrom().item(refused.get().response());
        }
        return sink.preview(arrival(feed, Callers.of(identity), null, contentType, payload, null))
                .map(answer -> answer.fold(RestResponse::ok, Problem::response));
    }

    @GET
    @Path("/reports/{externalId}")
    @RolesAllowed(Role.FEED)
    @Produces({Arrival.JSON, Problem.MEDIA_TYPE})
    @Operation(operationId = "getReportStatus", summary = "查询本线路记录的状态 · Where a feed's own record stands")
    @APIResponse(
            responseCode = "200",
            description = "The record and its case",
            content =
                    @Content(
                            schema = @Schema(implementation = RecordStatus.class),
                            examples =
                                    @ExampleObject(
                                            name = "dispatched",
                                            value = "{\"feed\":\"110\",\"externalId\":\"32030220250911000871\","
                                                    + "\"caseId\":\"01993b6c-2f51-7d21-8f00-1a2b3c4d5e6f\","
                                                    + "\"state\":\"DISPATCHED\",\"caseRevision\":1,\"reportCount\":1,"
                                                    + "\"updatedAt\":\"2025-09-11T09:20:05+08:00\"}")))
    @APIResponse(
            responseCode = "404",
            description = "The feed never sent such a record",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    public Uni<RestResponse<RecordStatus>> status(
            @Parameter(description = "Feed code", example = "110") @PathParam("feed") String feed,
            @Parameter(description = "The record's number in the feed", example = "32030220250911000871")
                    @PathParam("externalId")
                    String externalId) {
        if (!Callers.of(identity).mayFeed(feed)) {
            return Uni.createFrom().item(foreign(feed).response());
        }
        return sink.status(feed, externalId).map(found -> found.map(RestResponse::ok)
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, "feed " + feed + " never sent this record")
                        .response()));
    }

    private Arrival arrival(
            String feed,
            Caller caller,
            @Nullable String key,
            @Nullable String contentType,
            byte[] payload,
            @Nullable String traceparent) {
        return new Arrival(
                feed, caller.name(), key, payload, mediaType(contentType), OffsetDateTime.now(clock), traceparent);
    }

    private Optional<Problem> refusal(boolean allowed, String feed, @Nullable String contentType) {
        if (!allowed) {
            return Optional.of(foreign(feed));
        }
        Set<String> taken = sink.mediaTypes(feed);
        if (taken.isEmpty()) {
            return Optional.of(Problem.of(ProblemType.NOT_FOUND, "there is no such feed"));
        }
        return taken.contains(mediaType(contentType))
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemType.UNSUPPORTED_TYPE, "this feed does not send in this format")
                        .allowing(taken.stream().sorted().toList()));
    }

    private static Optional<Problem> keyFault(@Nullable String key) {
        if (key == null) {
            return Optional.empty();
        }
        boolean fits =
                !key.isBlank() && key.length() <= LONGEST_KEY && key.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        return fits
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemType.BAD_REQUEST, "the Idempotency-Key cannot be used")
                        .with(List.of(Fault.at(
                                "", "idempotency-key", "1 to " + LONGEST_KEY + " printable ASCII characters"))));
    }

    private static Problem foreign(String feed) {
        return Problem.of(ProblemType.FORBIDDEN, "this client may not act for feed " + feed);
    }

    private static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return Arrival.JSON;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        // RFC 7303 makes the two one
        return type.equals("text/xml") ? Arrival.XML : type;
    }

    private static RestResponse<Accepted> answer(IntakeAnswer<Accepted> answer) {
        return answer.fold(
                taken -> RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, taken)
                        .build(),
                Problem::response);
    }
}
