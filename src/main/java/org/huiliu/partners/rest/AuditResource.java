package org.huiliu.partners.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.partners.Audit;
import org.huiliu.partners.AuditEntry;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.NextPage;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What operators did. */
@Path("/v1/audit")
@Tag(name = "register")
@Produces(MediaType.APPLICATION_JSON)
class AuditResource {
    private static final int USUAL = 50;
    private static final int MOST = 200;

    private final Audit audit;

    AuditResource(Audit audit) {
        this.audit = audit;
    }

    /** One page of the audit. */
    @RegisterForReflection
    @Schema(name = "AuditPage")
    record AuditPage(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<AuditEntry> items,

            @Schema(description = "Path of the next page; absent on the last.") @Nullable
            String next) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.TRIAGE})
    @Operation(operationId = "listAudit", summary = "What operators did, newest first")
    public Uni<RestResponse<AuditPage>> list(
            @RestQuery @Parameter(description = "Id of the last entry of the page before.") @Nullable Long cursor,
            @RestQuery @Parameter(description = "Only entries about this.", example = "target/municipal") @Nullable
                    String subject,
            @RestQuery @Parameter(description = "Only what this one did.", example = "operator:admin1") @Nullable
                    String actor,
            @RestQuery @Parameter(description = "1 to 200, 50 if left out.") @Nullable Integer limit) {
        int size = limit == null ? USUAL : limit;
        if (size < 1 || size > MOST) {
            return Uni.createFrom()
                    .item(Problem.of(ProblemType.BAD_REQUEST, "A parameter is out of its range.")
                            .with(List.of(Fault.at("/limit", "range", "From 1 to " + MOST + ".")))
                            .response());
        }
        return audit.page(cursor, subject, actor, size)
                .map(entries -> RestResponse.ok(new AuditPage(entries, next(entries, subject, actor, size))));
    }

    private static @Nullable String next(
            List<AuditEntry> entries, @Nullable String subject, @Nullable String actor, int size) {
        if (entries.size() < size) {
            return null;
        }
        return NextPage.after(entries.get(entries.size() - 1).id(), "/v1/audit")
                .with("limit", size)
                .with("subject", subject)
                .with("actor", actor)
                .address();
    }
}
