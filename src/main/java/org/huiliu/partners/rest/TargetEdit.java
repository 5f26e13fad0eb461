package org.huiliu.partners.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.partners.Access;
import org.huiliu.partners.Target;
import org.huiliu.partners.Terms;
import org.jspecify.annotations.Nullable;

/** A target as an operator writes it; what is left out takes its usual value. */
@RegisterForReflection
@Schema(
        name = "TargetEdit",
        requiredProperties = {"name", "agency", "role", "baseUrl", "contract"})
record TargetEdit(
        @Nullable String name,
        @Nullable String agency,
        @Nullable String role,

        @Schema(description = "Prefix of a division code; left out for all.") @Nullable
        String division,

        @Schema(description = "Without a slash at the end.") @Nullable
        String baseUrl,

        @Schema(
                description =
                        "receiver-municipal, receiver-district, receiver-line, or an uploaded contract: `crm` for its"
                                + " newest published version, `crm@2` for that one.",
                example = "receiver-district")
        @Nullable
        String contract,

        @Nullable List<String> entitlement,

        @Schema(description = "What it hears beyond its cases: WARNINGS.") @Nullable
        List<String> subscriptions,

        @Schema(defaultValue = "true") @Nullable Boolean enabled,

        @Schema(defaultValue = "5000", minimum = "100", maximum = "60000") @Nullable
        Integer timeoutMillis,

        @Nullable TermsEdit terms,

        @Nullable AccessEdit access,

        @Schema(description = "上级单位 / the target that takes what is beyond this one's authority") @Nullable
        String parent) {

    private static final int USUAL_TIMEOUT = 5_000;

    Target target(String code) {
        return new Target(
                code,
                text(name),
                text(agency),
                text(role),
                text(division),
                text(baseUrl),
                text(contract),
                entitlement == null ? Set.of() : Set.copyOf(entitlement),
                subscriptions == null ? Set.of() : Set.copyOf(subscriptions),
                timeoutMillis == null ? USUAL_TIMEOUT : timeoutMillis,
                terms == null ? Terms.USUAL : terms.terms(),
                access == null ? Access.USUAL : access.access(),
                parent == null || parent.isBlank() ? null : parent.strip());
    }

    boolean on() {
        return enabled == null || enabled;
    }

    /** An absent text is an empty one: the rules say what that means. */
    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }
}
