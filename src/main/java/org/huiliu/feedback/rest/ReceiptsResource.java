package org.huiliu.feedback.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.feedback.ReceiptAnswer;
import org.huiliu.feedback.ReceiptSink;
import org.huiliu.feedback.Standing;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.security.Caller;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Takes the receipts of units. */
@Path("/v1/cases/{id}/receipts")
@Tag(name = "receipts", description = "回执 / what units report back about their cases")
public class ReceiptsResource {
    private final ReceiptSink sink;
    private final Clock clock;
    private final SecurityIdentity identity;

    ReceiptsResource(ReceiptSink sink, Clock clock, SecurityIdentity identity) {
        this.sink = sink;
        this.clock = clock;
        this.identity = identity;
    }

    @POST
    @RolesAllowed(Role.TARGET)
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "postReceipt",
            summary = "提交回执 / A unit reports back about a case",
            description =
                    "签收、进展、办结、申请退单。 The receipt names the delivery it answers, which must be one of the caller's own for "
                            + "this case. The same `receiptId` with the same content gets the same answer again, so it may be repeated "
                            + "safely. The host's receipts move the case too, and what became of it goes back to every line that "
                            + "reported it.")
    @APIResponse(
            responseCode = "200",
            description = "已记录 / taken down, now or before",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Standing.class),
                            examples =
                                    @ExampleObject(
                                            name = "signed",
                                            summary = "主办签收 / the host has signed",
                                            value = """
                                                    {"receiptId": "ZJ-HZ-0001", "deliveryId": "0199a3f4-5c1e-7a10-8a52-4a6f6f1c7d01",
                                                     "caseId": "0199a3f4-5b00-7c55-9a52-1c2d3e4f5a6b", "caseState": "SIGNED",
                                                     "assignmentState": "SIGNED", "revision": 2, "at": "2025-09-11T10:02:00+08:00"}""")))
    @APIResponse(
            responseCode = "400",
            description = "报文无法解析 / the body is not JSON",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "broken", value = """
                                                    {"type": "urn:huiliu:problem:not-parseable", "title": "报文无法解析", "status": 400,
                                                     "detail": "The body is not the JSON that is expected here."}""")))
    @APIResponse(
            responseCode = "401",
            description = "未认证 / no valid token",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "noToken", value = """
                                                    {"type": "urn:huiliu:problem:unauthenticated", "title": "未认证", "status": 401,
                                                     "detail": "A bearer token is required."}""")))
    @APIResponse(
            responseCode = "403",
            description = "无权操作 / not a unit's client",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "role", value = """
                                                    {"type": "urn:huiliu:problem:forbidden", "title": "无权操作", "status": 403,
                                                     "detail": "The token's roles do not allow this."}""")))
    @APIResponse(
            responseCode = "404",
            description = "无此投递 / no such delivery of this case to this unit",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "foreign", value = """
                                                    {"type": "urn:huiliu:problem:not-found", "title": "未找到", "status": 404,
                                                     "detail": "No such delivery of this case to you."}""")))
    @APIResponse(
            responseCode = "409",
            description = "当前状态不允许 / the tables lack this move; `allowed` lists the legal next states",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "late",
                                            summary = "办结后又签收 / signed after it was resolved",
                                            value = """
                                                    {"type": "urn:huiliu:problem:illegal-move", "title": "当前状态不允许此操作", "status": 409,
                                                     "detail": "A SIGNED receipt is not legal: assignment RESOLVED.",
                                                     "allowed": ["IN_PROGRESS"]}""")))
    @APIResponse(
            responseCode = "422",
            description =
                    "缺项、多项，或回执编号已用于其他内容 / a property is missing, unknown or wrong, or the number was used for other content",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "noResult",
                                            summary = "办结未附结果 / resolved without a result",
                                            value = """
                                                    {"type": "urn:huiliu:problem:breaks-contract", "title": "报文不符合接口契约", "status": 422,
                                                     "detail": "The receipt is not complete.",
                                                     "faults": [{"pointer": "/result", "code": "required",
                                                                 "detail": "This property is required here."}]}""")))
    @APIResponse(
            responseCode = "503",
            description = "系统暂不可用 / nothing was done, come again after `Retry-After`",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "busy", value = """
                                                    {"type": "urn:huiliu:problem:unavailable", "title": "系统暂不可用", "status": 503,
                                                     "detail": "The store cannot be reached; nothing was done."}""")))
    public Uni<RestResponse<Standing>> post(
            @Parameter(
                            description = "诉求编号 / id of the case",
                            schema = @Schema(type = SchemaType.STRING, format = "uuid"),
                            example = "0199a3f4-5b00-7c55-9a52-1c2d3e4f5a6b")
                    @PathParam("id")
                    String id,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = ReceiptBody.class),
                                            examples = {
                                                @ExampleObject(name = "signed", summary = "签收 / signed", value = """
                                                                {"deliveryId": "0199a3f4-5c1e-7a10-8a52-4a6f6f1c7d01", "receiptId": "ZJ-HZ-0001",
                                                                 "kind": "SIGNED", "at": "2025-09-11T10:02:00+08:00", "by": "值班员甲"}"""),
                                                @ExampleObject(
                                                        name = "resolved",
                                                        summary = "办结 / resolved with its result",
                                                        value = """
                                                                {"deliveryId": "0199a3f4-5c1e-7a10-8a52-4a6f6f1c7d01", "receiptId": "ZJ-HZ-0002",
                                                                 "kind": "RESOLVED", "text": "外墙已修补。",
                                                                 "result": {"outcome": "SOLVED", "text": "物业已修补外墙裂缝，当事人现场确认。"}}"""),
                                                @ExampleObject(
                                                        name = "return",
                                                        summary = "申请退单 / not this unit's duty",
                                                        value = """
                                                                {"deliveryId": "0199a3f4-5c1e-7a10-8a52-4a6f6f1c7d01", "receiptId": "ZJ-HZ-0003",
                                                                 "kind": "RETURN_REQUESTED", "text": "公房维修属住房保障中心职责。"}""")
                                            }))
                    @Nullable
                    ReceiptBody body) {
        if (body == null) {
            return refused(Problem.of(ProblemType.NOT_PARSEABLE, "A receipt has a body."));
        }
        Caller caller = Callers.of(identity);
        String target = caller.target();
        Optional<UUID> caseId = uuid(id);
        if (target == null || caseId.isEmpty()) {
            return refused(unknown());
        }
        List<Fault> faults = body.faults(OffsetDateTime.now(clock));
        Uni<ReceiptAnswer> answer = faults.isEmpty()
                ? sink.take(body.of(target, caseId.get()))
                : Uni.createFrom().item(new ReceiptAnswer.Invalid(faults));
        return answer.map(one -> respond(one, body));
    }

    private static RestResponse<Standing> respond(ReceiptAnswer answer, ReceiptBody body) {
        return answer.fold(
                taken -> RestResponse.ok(taken.standing()),
                repeated -> RestResponse.ok(repeated.standing()),
                illegal -> Problem.of(
                                ProblemType.ILLEGAL_MOVE,
                                "A " + body.kind() + " receipt is not legal: " + illegal.stands() + ".")
                        .allowing(illegal.allowed())
                        .response(),
                unknown -> unknown().response(),
                conflict -> Problem.of(ProblemType.KEY_REUSED, "This receiptId was used for another receipt.")
                        .with(List.of(Fault.at("/receiptId", "reused", "Used before with other content.")))
                        .response(),
                invalid -> Problem.of(ProblemType.BREAKS_CONTRACT, "The receipt is not complete.")
                        .with(invalid.faults())
                        .response());
    }

    private static Problem unknown() {
        return Problem.of(ProblemType.NOT_FOUND, "No such delivery of this case to you.");
    }

    private static Uni<RestResponse<Standing>> refused(Problem problem) {
        return Uni.createFrom().item(problem.response());
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
