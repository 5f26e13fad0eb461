package org.huiliu.cases;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One decision about where a case goes, as it is read.
 *
 * @param id of its event
 * @param actor who decided: the hub by its rules, or an operator
 * @param revision of the case after it
 */
@RegisterForReflection
@Schema(name = "CaseDecision", description = "一次流转决定 / one decision about where a case goes, and why.")
public record CaseDecision(
        long id,
        OffsetDateTime at,
        String actor,
        int revision,

        @Schema(description = "规则版本 / version of the ruleset")
        int ruleset,

        @Schema(description = "规则 / the rule that decided") String rule,

        @Schema(description = "理由 / its words") @Nullable String reason,

        @Schema(
                description = "去向 / where it went",
                enumeration = {"DELIVER", "REVIEW", "TRANSFER", "ANSWER", "NOBODY"})
        @Nullable
        String destination,

        @Schema(description = "单位 / who got it by this decision, each with the rule that names it")
        List<Unit> units,

        @Schema(description = "研判时限 / of REVIEW: when it goes on without a person") @Nullable
        OffsetDateTime decideBy,

        @Schema(description = "紧急程度 / set by rules") @Nullable
        String urgency,

        @Nullable String itemKind,
        @Nullable String deadlinePolicy,
        List<String> tags,

        @Schema(description = "命中规则 / all rules that matched and counted, in order")
        List<Fired> fired,

        @Schema(description = "取值 / what the case had where the deciding rules looked, by field; no personal data")
        Map<String, List<String>> values,

        @Schema(description = "未找到的单位 / units that a rule names and nobody is for this case")
        List<String> notFound) {

    /** A unit that got it. */
    @RegisterForReflection
    @Schema(name = "DecidedUnit")
    public record Unit(
            String target,
            String role,
            @Nullable String rule,
            @Nullable String reason) {}

    /** A rule that matched. */
    @RegisterForReflection
    @Schema(name = "FiredRule")
    public record Fired(String group, String rule) {}
}
