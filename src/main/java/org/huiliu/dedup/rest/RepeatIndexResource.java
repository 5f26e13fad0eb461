package org.huiliu.dedup.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.dedup.IndexCare;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The index of repeats: whether it knows everything, and filling it again. */
@Path("/v1/repeat-index")
@Tag(name = "repeats")
@Produces(MediaType.APPLICATION_JSON)
class RepeatIndexResource {
    private final IndexCare care;

    RepeatIndexResource(IndexCare care) {
        this.care = care;
    }

    /** The index as operators see it. */
    @RegisterForReflection
    @Schema(name = "RepeatIndexStanding")
    record View(
            @Schema(
                    description =
                            "COMPLETE: everything that may be found is in it. INCOMPLETE: it was emptied or is being"
                                    + " filled for the first time; reports that find no repeat meanwhile are checked again later."
                                    + " UNREACHABLE: Redis does not answer.")
            RepeatIndex.State state,

            @Schema(description = "Cases that the latest filling has entered.")
            long entered,

            @Schema(description = "Cases that it will enter in all, about.")
            long expected,

            @Schema(description = "When the latest filling began.") @Nullable
            OffsetDateTime begunAt,

            @Schema(description = "When the index was last declared complete.") @Nullable
            OffsetDateTime completeAt) {

        static View of(RepeatIndex.Standing standing) {
            return new View(
                    standing.state(),
                    standing.entered(),
                    standing.expected(),
                    standing.begunAt(),
                    standing.completeAt());
        }
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.TRIAGE})
    @Operation(
            operationId = "getRepeatIndex",
            summary = "并单索引状态 · How the index of repeats stands",
            description =
                    "The index lives in Redis and is made from the database; how far a filling is, every pod tells.")
    public Uni<View> standing() {
        return care.standing().map(View::of);
    }

    @POST
    @ResponseStatus(202)
    @RolesAllowed(Role.ADMIN)
    @Operation(
            operationId = "fillRepeatIndex",
            summary = "重建并单索引 · Fills the index of repeats from the database again",
            description =
                    "Needed only if somebody has tampered with Redis: an index that was emptied is filled by itself."
                            + " Intake goes on meanwhile. A filling that is under way is not begun twice.")
    @APIResponse(
            responseCode = "202",
            description = "It is under way; ask with GET how far it is.",
            content = @Content(schema = @Schema(implementation = View.class)))
    public Uni<View> fillAgain() {
        return care.fillAgain().map(View::of);
    }
}
