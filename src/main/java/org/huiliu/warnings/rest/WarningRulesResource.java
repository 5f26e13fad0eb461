package org.huiliu.warnings.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import jakarta.ws.rs.core.MediaType;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.huiliu.warnings.RuleBook;
import org.huiliu.warnings.Subject;
import org.huiliu.warnings.WarningRule;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** When several matters make a common problem: the rules, as operators edit them. */
@Path("/v1/warning-rules")
@Tag(name = "warnings")
@Produces(MediaType.APPLICATION_JSON)
class WarningRulesResource {
    private static final int CREATED = 201;
    private static final int OK = 200;

    private final RuleBook book;
    private final SecurityIdentity identity;

    WarningRulesResource(RuleBook book, SecurityIdentity identity) {
        this.book = book;
        this.identity = identity;
    }

    /** All rules. */
    @RegisterForReflection
    @Schema(name = "WarningRules")
    record Rules(@JsonInclude(JsonInclude.Include.ALWAYS) List<RuleView> items) {}

    /** A rule as operators read it. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "WarningRule", description = "So many different matters about one subject within a window.")
    record RuleView(
            String name,
            @Schema(description = "What operators read.") String zh,
            Subject.Kind subject,

            @Schema(description = "Prefixes of category codes; empty for all.", examples = "[\"gov.housing\"]")
            List<String> categories,

            int cases,

            @Schema(description = "ISO 8601 duration.", examples = "P7D")
            String window,

            boolean enabled,
            @Schema(description = "Its ETag.") int version,
            OffsetDateTime updatedAt) {

        static RuleView of(RuleBook.Entry entry) {
            WarningRule rule = entry.rule();
            return new RuleView(
                    rule.name(),
                    rule.zh(),
                    Objects.requireNonNull(rule.subject()),
                    rule.categories(),
                    rule.cases(),
                    rule.window(),
                    rule.enabled(),
                    entry.version(),
                    entry.updatedAt());
        }
    }

    /** A rule as an operator writes it. */
    @RegisterForReflection
    @Schema(
            name = "WarningRuleEdit",
            requiredProperties = {"zh", "subject", "cases", "window"},
            additionalProperties = Schema.False.class)
    record RuleEdit(
            @Nullable String zh,
            Subject.@Nullable Kind subject,

            @Schema(description = "Prefixes of category codes; left out for all.") @Nullable
            List<String> categories,

            @Schema(minimum = "2", maximum = "100") @Nullable
            Integer cases,

            @Schema(description = "ISO 8601 duration from PT1H to P366D.") @Nullable
            String window,

            @Schema(defaultValue = "true") @Nullable Boolean enabled) {

        WarningRule rule(String name) {
            return new WarningRule(
                    name,
                    zh == null ? "" : zh.strip(),
                    subject,
                    categories == null
                            ? List.of()
                            : categories.stream()
                                    .map(one -> one == null ? "" : one)
                                    .toList(),
                    cases == null ? 0 : cases,
                    window == null ? "" : window,
                    enabled == null || enabled);
        }
    }

    @GET
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Operation(operationId = "listWarningRules", summary = "预警规则 · When several matters make a common problem")
    public Uni<RestResponse<Rules>> list() {
        return book.all()
                .map(found -> RestResponse.ok(
                        new Rules(found.stream().map(RuleView::of).toList())));
    }

    @PUT
    @Path("/{name}")
    @RolesAllowed({Role.RULE_AUTHOR, Role.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putWarningRule",
            summary = "编辑预警规则 · Makes or changes a rule",
            description =
                    "A change needs the rule's version as ETag in If-Match. It counts for cases that are opened from then "
                            + "on, together with those before them.")
    public Uni<RestResponse<RuleView>> put(
            @RestPath String name, @HeaderParam("If-Match") @Nullable String ifMatch, @Nullable RuleEdit body) {
        RuleEdit edit = RequestBody.present(body);
        return book.put(
                        edit.rule(name),
                        new Precondition(ifMatch),
                        Callers.of(identity).actor())
                .map(answer -> answer.fold(WarningRulesResource::written, Problem::response));
    }

    private static RestResponse<RuleView> written(RuleBook.Edited edited) {
        return RestResponse.ResponseBuilder.create(
                        RestResponse.Status.fromStatusCode(edited.created() ? CREATED : OK),
                        RuleView.of(edited.entry()))
                .header("ETag", Precondition.tag(edited.entry().version()))
                .build();
    }
}
