package org.huiliu.partners.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.partners.Access;
import org.huiliu.partners.Entry;
import org.huiliu.partners.Target;
import org.huiliu.partners.Terms;
import org.huiliu.platform.time.Clocks;
import org.jspecify.annotations.Nullable;

/** A target as operators read it. It holds no secrets: those are kept apart. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Target", description = "A receiving system.")
record TargetView(
        String code,
        String name,
        String agency,

        @Schema(description = "What rules look for.", examples = "DISTRICT")
        String role,

        @Schema(description = "The part of the country it answers for; empty for all.")
        String division,

        String baseUrl,

        @Schema(enumeration = {"receiver-municipal", "receiver-district", "receiver-line"})
        String contract,

        @Schema(description = "The personal data that it may see: CONTACT, MEDICAL.")
        List<String> entitlement,

        @Schema(description = "What it hears beyond the cases that it is given: WARNINGS.")
        List<String> subscriptions,

        boolean enabled,
        int timeoutMillis,
        Terms terms,
        Access access,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "上级单位 / the target above it; absent: the one of its role a division up")
        @Nullable
        String parent,

        int version,
        OffsetDateTime updatedAt) {

    static TargetView of(Entry<Target> entry) {
        Target target = entry.value();
        return new TargetView(
                target.code(),
                target.name(),
                target.agency(),
                target.role(),
                target.division(),
                target.baseUrl(),
                target.contract(),
                target.entitlement().stream().sorted().toList(),
                target.subscriptions().stream().sorted().toList(),
                entry.enabled(),
                target.timeoutMillis(),
                target.terms(),
                target.access(),
                target.parent(),
                entry.version(),
                Clocks.local(entry.updatedAt()));
    }
}
