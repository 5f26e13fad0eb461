package org.huiliu.console.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.console.pg.PgMigration;
import org.huiliu.dedup.IndexCare;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.platform.security.Role;
import org.jspecify.annotations.Nullable;

/** What runs here. */
@Path("/v1/about")
@Tag(name = "console")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
class AboutResource {
    private final String name;
    private final String version;
    private final @Nullable String commit;
    private final PgMigration migration;
    private final IndexCare index;

    AboutResource(
            @ConfigProperty(name = "quarkus.application.name") String name,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "0") String version,
            @ConfigProperty(name = "huiliu.build.commit") Optional<String> commit,
            PgMigration migration,
            IndexCare index) {
        this.name = name;
        this.version = version;
        this.commit = commit.filter(text -> !text.isBlank()).orElse(null);
        this.migration = migration;
        this.index = index;
    }

    /** The hub and its parts. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "About",
            requiredProperties = {"name", "version", "redisReachable"})
    record About(
            String name,
            String version,

            @Schema(description = "The commit that was built; absent when the build did not tell it") @Nullable
            String commit,

            @Schema(description = "The migration that the database has reached") @Nullable
            String migration,

            boolean redisReachable) {}

    @GET
    @Operation(operationId = "getAbout", summary = "系统版本 · Which versions of the hub and of its database run here")
    public Uni<About> get() {
        return Uni.combine()
                .all()
                .unis(migration.latest(), index.standing())
                .with((latest, standing) -> new About(
                        name, version, commit, latest.orElse(null), standing.state() != RepeatIndex.State.UNREACHABLE));
    }
}
