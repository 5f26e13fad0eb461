package org.huiliu.partners.rest;

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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.partners.Agency;
import org.huiliu.partners.Entry;
import org.huiliu.partners.PartnerRegister;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.huiliu.platform.time.Clocks;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The partner agencies. */
@Path("/v1/agencies")
@Tag(name = "register")
@Produces(MediaType.APPLICATION_JSON)
class AgenciesResource {
    private final PartnerRegister register;
    private final SecurityIdentity identity;

    AgenciesResource(PartnerRegister register, SecurityIdentity identity) {
        this.register = register;
        this.identity = identity;
    }

    /** An agency as operators read it. */
    @RegisterForReflection
    @Schema(name = "Agency", description = "Who owns targets and reads cases.")
    record AgencyView(
            String code,
            String name,

            @Schema(description = "The part of the country it works for; absent for all.")
            String division,

            @Schema(description = "ASSIGNED: cases assigned to its targets; DIVISION: those and all of its division.")
            Agency.Reach reach,

            int version,
            OffsetDateTime updatedAt) {

        static AgencyView of(Entry<Agency> entry) {
            Agency agency = entry.value();
            return new AgencyView(
                    agency.code(),
                    agency.name(),
                    agency.division(),
                    agency.reach(),
                    entry.version(),
                    Clocks.local(entry.updatedAt()));
        }
    }

    /** An agency as an operator writes it. */
    @RegisterForReflection
    @Schema(
            name = "AgencyEdit",
            requiredProperties = {"name"})
    record AgencyEdit(
            @Nullable String name,
            @Nullable String division,
            @Schema(defaultValue = "ASSIGNED") Agency.@Nullable Reach reach) {

        Agency agency(String code) {
            return new Agency(
                    code,
                    name == null ? "" : name.strip(),
                    division == null ? "" : division,
                    reach == null ? Agency.Reach.ASSIGNED : reach);
        }
    }

    @GET
    @Path("/{code}")
    @RolesAllowed({Role.ADMIN, Role.TRIAGE})
    @Operation(operationId = "getAgency", summary = "One partner agency, with its ETag")
    public Uni<RestResponse<AgencyView>> get(@RestPath String code) {
        return register.agency(code).map(found -> Answers.read(found, AgencyView::of));
    }

    @PUT
    @Path("/{code}")
    @RolesAllowed(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putAgency",
            summary = "Creates or changes a partner agency",
            description = "A change needs the ETag last read in If-Match.")
    public Uni<RestResponse<AgencyView>> put(
            @RestPath String code, @HeaderParam("If-Match") @Nullable String ifMatch, @Nullable AgencyEdit body) {
        AgencyEdit edit = RequestBody.present(body);
        return register.put(
                        edit.agency(code),
                        new Precondition(ifMatch),
                        Callers.of(identity).actor())
                .map(done -> Answers.edited(done, AgencyView::of));
    }
}
