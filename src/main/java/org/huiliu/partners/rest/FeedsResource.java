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
import org.huiliu.partners.Entry;
import org.huiliu.partners.Feed;
import org.huiliu.partners.PartnerRegister;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.huiliu.platform.time.Clocks;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The inbound sources: which of them are on. */
@Path("/v1/feeds")
@Tag(name = "register")
@Produces(MediaType.APPLICATION_JSON)
class FeedsResource {
    private final PartnerRegister register;
    private final SecurityIdentity identity;

    FeedsResource(PartnerRegister register, SecurityIdentity identity) {
        this.register = register;
        this.identity = identity;
    }

    /** A feed as operators read it. */
    @RegisterForReflection
    @Schema(name = "Feed", description = "An inbound source; its format is published under /contracts/feeds.")
    record FeedView(String code, boolean enabled, int version, OffsetDateTime updatedAt) {
        static FeedView of(Entry<Feed> entry) {
            return new FeedView(
                    entry.value().code(), entry.enabled(), entry.version(), Clocks.local(entry.updatedAt()));
        }
    }

    /** A feed as an operator writes it. */
    @RegisterForReflection
    @Schema(name = "FeedEdit")
    record FeedEdit(@Schema(defaultValue = "true") @Nullable Boolean enabled) {
        Feed feed(String code) {
            return new Feed(code, enabled == null || enabled);
        }
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER})
    @Operation(operationId = "listFeeds", summary = "All inbound sources")
    public Uni<Listing<FeedView>> list() {
        return register.feeds()
                .map(entries -> new Listing<>(entries.stream().map(FeedView::of).toList()));
    }

    @PUT
    @Path("/{code}")
    @RolesAllowed(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putFeed",
            summary = "Opens an inbound source, or switches it on and off",
            description = "A change needs the ETag of its version in If-Match.")
    public Uni<RestResponse<FeedView>> put(
            @RestPath String code, @HeaderParam("If-Match") @Nullable String ifMatch, @Nullable FeedEdit body) {
        FeedEdit edit = RequestBody.present(body);
        return register.put(
                        edit.feed(code),
                        new Precondition(ifMatch),
                        Callers.of(identity).actor())
                .map(done -> Answers.edited(done, FeedView::of));
    }
}
