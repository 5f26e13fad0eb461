package org.huiliu.intake.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.intake.Rejection;
import org.huiliu.intake.RejectionLog;
import org.huiliu.platform.problem.NextPage;
import org.huiliu.platform.problem.PageParameters;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The messages that were refused, for those who talk to the lines about them. */
@Path("/v1/rejections")
@Tag(name = "feeds")
@Produces(MediaType.APPLICATION_JSON)
class RejectionsResource {

    private final RejectionLog log;

    RejectionsResource(RejectionLog log) {
        this.log = log;
    }

    /** One page of refused messages. */
    @RegisterForReflection
    @Schema(name = "RejectionPage")
    record RejectionPage(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<Rejection> items,

            @Schema(description = "Path of the next page; absent on the last.") @Nullable
            String next) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.TRIAGE})
    @Operation(
            operationId = "listRejections",
            summary = "被拒收的报文 · Messages that were refused, newest first",
            description = "Whose, when, why and how large; what a message said is not kept.")
    public Uni<RestResponse<RejectionPage>> list(
            @RestQuery
                    @Parameter(
                            description = "Id of the last entry of the page before.",
                            schema = @Schema(type = SchemaType.STRING, format = "uuid"))
                    @Nullable
                    String cursor,
            @RestQuery @Parameter(description = "Feed code.", example = "110") @Nullable String feed,
            @RestQuery
                    @Parameter(
                            description = "1 to 200, 50 if left out.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200"))
                    @Nullable
                    String limit) {
        PageParameters parameters = new PageParameters();
        UUID before = parameters.cursor(cursor);
        int size = parameters.limit(limit);
        parameters.refuseFaults();
        return log.page(before, feed, size)
                .map(found -> RestResponse.ok(new RejectionPage(found, next(found, feed, size))));
    }

    private static @Nullable String next(List<Rejection> found, @Nullable String feed, int size) {
        if (found.size() < size) {
            return null;
        }
        return NextPage.after(found.get(found.size() - 1).id(), "/v1/rejections")
                .with("limit", size)
                .with("feed", feed)
                .address();
    }
}
