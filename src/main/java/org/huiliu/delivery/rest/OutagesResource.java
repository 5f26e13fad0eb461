package org.huiliu.delivery.rest;

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
import org.huiliu.delivery.Outage;
import org.huiliu.delivery.TargetDesk;
import org.huiliu.platform.problem.NextPage;
import org.huiliu.platform.problem.PageParameters;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** When targets did not answer. */
@Path("/v1/outages")
@Tag(name = "deliveries")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMIN, Role.TRIAGE})
class OutagesResource {
    private final TargetDesk desk;

    OutagesResource(TargetDesk desk) {
        this.desk = desk;
    }

    /** Whether an outage lasts. */
    enum State {
        OPEN,
        OVER
    }

    /** One page of outages. */
    @RegisterForReflection
    @Schema(name = "OutagePage")
    record OutagePage(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<Outage> items,

            @Schema(description = "Path of the next page; absent on the last.") @Nullable
            String next) {}

    @GET
    @Operation(
            operationId = "listOutages",
            summary = "接收系统中断记录 · When targets did not answer, the newest first",
            description =
                    "An outage begins when so many attempts have failed one after the other that only probes are sent,"
                            + " and ends with the first answer. Nothing that is owed is lost meanwhile.")
    public Uni<OutagePage> list(
            @RestQuery @Nullable @Parameter(description = "Only of this target") String target,
            @RestQuery
                    @Nullable
                    @Parameter(
                            description = "OPEN: those that last; OVER: those that have ended",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"OPEN", "OVER"}))
                    String state,
            @RestQuery @Nullable @Parameter(description = "From the `next` of the page before") String cursor,
            @RestQuery
                    @Nullable
                    @Parameter(
                            description = "Outages on the page, 1 to 200",
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "50"))
                    String limit) {
        PageParameters parameters = new PageParameters();
        State sought = parameters.oneOf(State.values(), state, "/state");
        UUID before = parameters.cursor(cursor);
        int size = parameters.limit(limit);
        parameters.refuseFaults();
        String of = target == null || target.isEmpty() ? null : target;
        // one more than the page holds tells whether there is a next one
        return desk.outages(of, sought == null ? null : sought == State.OPEN, before, size + 1)
                .map(found -> page(found, size, of, sought));
    }

    private static OutagePage page(List<Outage> found, int size, @Nullable String target, @Nullable State state) {
        if (found.size() <= size) {
            return new OutagePage(found, null);
        }
        List<Outage> items = found.subList(0, size);
        return new OutagePage(
                items,
                NextPage.after(items.get(size - 1).id(), "/v1/outages")
                        .with("limit", size)
                        .with("target", target)
                        .with("state", state)
                        .address());
    }
}
