package org.huiliu.normalize.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.normalize.Division;
import org.huiliu.normalize.DivisionResolver;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.PageParameters;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What the codes of divisions are called, so that nobody has to read 320302. */
@Path("/v1/divisions")
@Tag(name = "console")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
class DivisionsResource {
    private static final int MOST_CODES = 200;
    /** Down to the communities of one county, not of the country. */
    private static final int MOST_DIGITS_BELOW = 6;

    private static final Pattern PREFIX = Pattern.compile("[1-9][0-9]{1,11}");

    private final DivisionResolver divisions;
    private final SecurityIdentity identity;

    DivisionsResource(DivisionResolver divisions, SecurityIdentity identity) {
        this.divisions = divisions;
        this.identity = identity;
    }

    /** A division with its name. */
    @RegisterForReflection
    @Schema(name = "Division")
    record Named(
            @Schema(examples = "320302002") String code,

            @Schema(examples = "丰财街道") String name,

            @Schema(
                    description = "With those above it, from the county on; the same as the name for a county.",
                    examples = "鼓楼区丰财街道")
            String fullName) {

        static Named of(Division division) {
            return new Named(division.code(), division.name(), division.fullName());
        }
    }

    /** The divisions that were asked for. */
    @RegisterForReflection
    @Schema(name = "DivisionList")
    record Found(@JsonInclude(JsonInclude.Include.ALWAYS) List<Named> items) {}

    @GET
    @Operation(
            operationId = "listDivisions",
            summary = "行政区划名称 · Divisions with their names, by code",
            description =
                    "Those of a level within a prefix, or those of the codes that are named; codes that there are not "
                            + "are absent.")
    public Uni<RestResponse<Found>> list(
            @RestQuery
                    @Parameter(
                            description = "The codes begin with this. Left out: the operator's own division.",
                            example = "3203")
                    @Nullable
                    String prefix,
            @RestQuery
                    @Parameter(
                            description =
                                    "Left out: the one below the prefix, at least the county's; without any prefix the "
                                            + "province's.",
                            schema = @Schema(implementation = Division.Level.class))
                    @Nullable
                    String level,
            @RestQuery
                    @Parameter(
                            description = "Codes to be named instead, at most 200; may be repeated.",
                            example = "320302")
                    List<String> code) {
        PageParameters parameters = new PageParameters();
        Division.Level wanted = parameters.oneOf(Division.Level.values(), level, "/level");
        String own = Objects.requireNonNullElse(Callers.of(identity).division(), "");
        String within = prefix == null || prefix.isEmpty() ? own : prefix;
        if (!within.isEmpty() && !PREFIX.matcher(within).matches()) {
            parameters.add(Fault.at("/prefix", "format", "Two to twelve digits of a division's code."));
        }
        Division.Level reached = wanted == null ? below(within) : wanted;
        if (code.isEmpty()
                && (reached.digits() - within.length() > MOST_DIGITS_BELOW
                        || within.isEmpty() && reached.digits() > Division.Level.CITY.digits())) {
            parameters.add(Fault.at("/prefix", "range", "The level is too far below the prefix: name a longer one."));
        }
        if (code.size() > MOST_CODES) {
            parameters.add(Fault.at("/code", "maxItems", "At most " + MOST_CODES + " codes."));
        }
        parameters.refuseFaults();
        List<Division> found = code.isEmpty()
                ? divisions.within(within, reached)
                : code.stream()
                        .distinct()
                        .map(divisions::division)
                        .flatMap(Optional::stream)
                        .toList();
        return Uni.createFrom()
                .item(RestResponse.ok(new Found(found.stream().map(Named::of).toList())));
    }

    /** A city's own name says nothing to its people: counties are what they look for. */
    private static Division.Level below(String prefix) {
        return prefix.isEmpty()
                ? Division.Level.PROVINCE
                : Division.Level.below(Math.max(prefix.length(), Division.Level.CITY.digits()));
    }
}
