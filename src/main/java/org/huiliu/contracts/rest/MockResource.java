package org.huiliu.contracts.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.contracts.Contracts;
import org.huiliu.contracts.Mock;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.security.Role;
import org.huiliu.platform.tx.Aside;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * A receiver for every uploaded contract, there from its upload on: what breaks the contract is refused with its spots,
 * the rest gets the contract's own example. It keeps nothing.
 */
@Path("/v1/contracts/{name}/{version}/mock/{call: .+}")
@Tag(name = "contracts")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMIN, Role.TARGET})
class MockResource {
    private final Contracts contracts;

    MockResource(Contracts contracts) {
        this.contracts = contracts;
    }

    @GET
    @Operation(
            operationId = "mockGet",
            summary = "模拟接收方 · Answers a GET as a receiver of the contract would",
            description = "`Prefer: code=503` chooses another of the contract's answers.")
    @APIResponse(responseCode = "200", description = "The contract's own example")
    public Uni<RestResponse<JsonNode>> get(
            @RestPath @Parameter(example = "crm") String name,
            @RestPath @Parameter(example = "1") String version,
            @RestPath @Parameter(example = "orders/1") String call,
            @Context HttpServerRequest request) {
        return answer(name, version, request, null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "mockPost", summary = "模拟接收方 · Answers a POST as a receiver of the contract would")
    @APIResponse(responseCode = "200", description = "The contract's own example")
    public Uni<RestResponse<JsonNode>> post(
            @RestPath @Parameter(example = "crm") String name,
            @RestPath @Parameter(example = "1") String version,
            @RestPath @Parameter(example = "orders") String call,
            @Context HttpServerRequest request,
            @Nullable String body) {
        return answer(name, version, request, body);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "mockPut", summary = "模拟接收方 · Answers a PUT as a receiver of the contract would")
    @APIResponse(responseCode = "200", description = "The contract's own example")
    public Uni<RestResponse<JsonNode>> put(
            @RestPath @Parameter(example = "crm") String name,
            @RestPath @Parameter(example = "1") String version,
            @RestPath @Parameter(example = "orders/1") String call,
            @Context HttpServerRequest request,
            @Nullable String body) {
        return answer(name, version, request, body);
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "mockPatch", summary = "模拟接收方 · Answers a PATCH as a receiver of the contract would")
    @APIResponse(responseCode = "200", description = "The contract's own example")
    public Uni<RestResponse<JsonNode>> patch(
            @RestPath @Parameter(example = "crm") String name,
            @RestPath @Parameter(example = "1") String version,
            @RestPath @Parameter(example = "orders/1") String call,
            @Context HttpServerRequest request,
            @Nullable String body) {
        return answer(name, version, request, body);
    }

    @DELETE
    @Operation(operationId = "mockDelete", summary = "模拟接收方 · Answers a DELETE as a receiver of the contract would")
    @APIResponse(responseCode = "200", description = "The contract's own example")
    public Uni<RestResponse<JsonNode>> delete(
            @RestPath @Parameter(example = "crm") String name,
            @RestPath @Parameter(example = "1") String version,
            @RestPath @Parameter(example = "orders/1") String call,
            @Context HttpServerRequest request) {
        return answer(name, version, request, null);
    }

    private Uni<RestResponse<JsonNode>> answer(
            String name, String version, HttpServerRequest request, @Nullable String body) {
        Mock.Request wanted = request(request, body);
        return contracts
                .mock(name, version.matches("[1-9]\\d{0,8}") ? Integer.parseInt(version) : 0)
                .map(found -> found.orElseThrow(
                        () -> new Refused(Problem.of(ProblemType.NOT_FOUND, "There is no such contract or version."))))
                .chain(mock -> Aside.compute(() -> mock.answer(wanted)))
                .map(MockResource::answer);
    }

    private static RestResponse<JsonNode> answer(Mock.Answer answer) {
        return answer.fold(
                known -> RestResponse.ResponseBuilder.<JsonNode>create(known.status())
                        .entity(known.body() == null ? HubJson.mapper().createObjectNode() : known.body())
                        .type(known.mediaType())
                        .build(),
                broken -> Problem.of(ProblemType.BREAKS_CONTRACT, "The request breaks the contract.")
                        .with(broken.faults())
                        .response(),
                unknown -> Problem.of(ProblemType.NOT_FOUND, "The contract has no such operation.")
                        .allowing(unknown.operations())
                        .response());
    }

    private static Mock.Request request(HttpServerRequest request, @Nullable String body) {
        String path = request.path();
        Map<String, String> query = new LinkedHashMap<>();
        request.params().forEach(parameter -> {
            var first = query.putIfAbsent(parameter.getKey(), parameter.getValue());
        });
        return new Mock.Request(
                request.method().name(),
                path.substring(path.indexOf("/mock/") + "/mock".length()),
                query,
                request::getHeader,
                body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
    }
}
