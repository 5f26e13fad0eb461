package org.huiliu.warnings.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
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
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Caller;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.huiliu.warnings.Warning;
import org.huiliu.warnings.WarningBook;
import org.huiliu.warnings.WarningCase;
import org.huiliu.warnings.WarningState;
import org.huiliu.warnings.WarningWithCases;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Common problems as operators and partner agencies read them: an operator those of the own division, a partner those of
 * its reach and those that its targets are told of. What is outside is not there.
 */
@Path("/v1/warnings")
@Tag(name = "warnings")
@Produces(MediaType.APPLICATION_JSON)
class WarningsResource {
    private static final Pattern DIVISION = Pattern.compile("[1-9][0-9]{1,11}");
    private static final int LONGEST_REASON = 1000;

    private final WarningBook book;
    private final SecurityIdentity identity;

    WarningsResource(WarningBook book, SecurityIdentity identity) {
        this.book = book;
        this.identity = identity;
    }

    /** One page of warnings. */
    @RegisterForReflection
    @Schema(name = "WarningPage")
    record WarningPage(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<Warning> items,

            @Schema(description = "Path of the next page; absent on the last.") @Nullable
            String next) {}

    /** A warning and its list. */
    @RegisterForReflection
    @Schema(name = "WarningDetail")
    record WarningDetail(
            Warning warning,

            @Schema(description = "Oldest first; with those that were merged or became invalid since.")
            List<WarningCase> cases) {}

    /** How an operator closes a warning. */
    @RegisterForReflection
    @Schema(
            name = "WarningClose",
            requiredProperties = {"reason"},
            additionalProperties = Schema.False.class)
    record CloseBody(
            @Schema(description = "处置情况,记入审计 / for the audit", minLength = 1, maxLength = LONGEST_REASON) @Nullable
            String reason) {}

    @GET
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN, Role.PARTNER})
    @Operation(
            operationId = "listWarnings",
            summary = "共性问题预警 · Several matters at one estate or by one firm, newest first")
    public Uni<RestResponse<WarningPage>> list(
            @RestQuery
                    @Parameter(description = "Both if left out.", schema = @Schema(implementation = WarningState.class))
                    @Nullable
                    String state,
            @RestQuery
                    @Parameter(
                            description = "Id of the last warning of the page before.",
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
        WarningState wanted = parameters.oneOf(WarningState.values(), state, "/state");
        UUID before = parameters.cursor(cursor);
        int size = parameters.limit(limit);
        parameters.refuseFaults();
        Caller caller = Callers.of(identity);
        return book.page(reader(caller), wanted, before, size).map(found -> {
            String next = found.size() < size
                    ? null
                    : NextPage.after(found.get(found.size() - 1).warningId(), "/v1/warnings")
                            .with("limit", size)
                            .with("state", wanted)
                            .address();
            return RestResponse.ok(
                    new WarningPage(found.stream().map(one -> told(one, caller)).toList(), next));
        });
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN, Role.PARTNER})
    @Operation(operationId = "getWarning", summary = "一件预警及所涉诉求 · One warning with its cases")
    public Uni<RestResponse<WarningDetail>> get(@RestPath UUID id) {
        Caller caller = Callers.of(identity);
        return book.one(reader(caller), id).map(found -> found.map(one -> RestResponse.ok(detail(one, caller)))
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such warning.")
                        .response()));
    }

    @POST
    @Path("/{id}/close")
    @RolesAllowed(Role.TRIAGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "closeWarning",
            summary = "办结预警 · Closes a warning",
            description =
                    "Cases that were in its list do not count again: a new warning about the same place or firm needs "
                            + "as many new cases as the rule says.")
    @APIResponse(responseCode = "200", description = "The warning as it was closed")
    @APIResponse(responseCode = "409", ref = "IllegalMove")
    public Uni<RestResponse<Warning>> close(@RestPath UUID id, @Nullable CloseBody body) {
        String reason = RequestBody.present(body).reason();
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            Fault fault = Fault.at("/reason", "length", "From 1 to " + LONGEST_REASON + " characters.");
            return Uni.createFrom()
                    .item(Problem.of(ProblemType.BREAKS_CONTRACT, "A warning is closed with a reason.")
                            .with(List.of(fault))
                            .response());
        }
        Caller caller = Callers.of(identity);
        return book.close(reader(caller), id, reason.strip(), caller.actor())
                .map(answer -> answer.fold(RestResponse::ok, Problem::response));
    }

    private static WarningBook.Reader reader(Caller caller) {
        String division = caller.division();
        if (division != null && !DIVISION.matcher(division).matches()) {
            throw new Refused(Problem.of(ProblemType.FORBIDDEN, "The token's division is not a division code."));
        }
        if (caller.operator()) {
            return new WarningBook.Reader(division, null);
        }
        if (caller.agency() == null) {
            throw new Refused(Problem.of(ProblemType.FORBIDDEN, "The token names no agency."));
        }
        return new WarningBook.Reader(division, caller.agency());
    }

    private static Warning told(Warning warning, Caller caller) {
        return caller.operator() ? warning : warning.outside();
    }

    private static WarningDetail detail(WarningWithCases found, Caller caller) {
        return new WarningDetail(told(found.warning(), caller), found.cases());
    }
}
