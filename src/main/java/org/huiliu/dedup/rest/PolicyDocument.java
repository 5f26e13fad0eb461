package org.huiliu.dedup.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.dedup.RepeatPolicy;
import org.huiliu.model.AppealType;
import org.huiliu.model.Domain;
import org.huiliu.model.Urgency;
import org.jspecify.annotations.Nullable;

/** One policy as operators write it; says its shape to the published contract, the reader is {@code RepeatPolicies}. */
@Schema(
        name = "RepeatPolicy",
        description =
                "How repeats of one family of matters are recognised. The first policy that covers a matter is its "
                        + "policy; the last one covers every matter.",
        requiredProperties = {"name", "zh", "when", "window", "radiusM", "attach", "ask"})
record PolicyDocument(
        @Schema(pattern = "[a-z0-9][a-z0-9-]{0,63}", examples = "outage")
        String name,

        @Schema(description = "Its name for operators.") String zh,

        @Schema(description = "Any of the values of each list; a list that is left out is for all.")
        When when,

        @Schema(description = "ISO 8601: how far apart two reports may be.", examples = "PT12H")
        String window,

        @Schema(description = "How far apart their places may be.")
        int radiusM,

        @Schema(description = "Score from which a report is attached.", minimum = "0", maximum = "1")
        double attach,

        @Schema(description = "Score from which an operator is asked.", minimum = "0", maximum = "1")
        double ask,

        @Schema(description = "ISO 8601: how long a matter that is over is still linked.", examples = "P30D") @Nullable
        String recurrence,

        @Schema(description = "Whether both must have a party in common.") @Nullable
        Boolean commonParty,

        @Schema(defaultValue = "ON") RepeatPolicy.@Nullable Mode mode,

        @Schema(description = "What urgency many callers make.") @Nullable
        List<Raise> raise) {

    /** Which matters it is for. */
    @Schema(name = "RepeatPolicyWhen")
    record When(
            @Nullable List<String> feeds,
            @Nullable List<Domain> domains,

            @Schema(description = "Codes or beginnings of codes.") @Nullable
            List<String> categories,

            @Nullable List<AppealType> appealTypes) {}

    /** A number of callers and the urgency that it makes. */
    @Schema(name = "RepeatPolicyRaise")
    record Raise(int callers, Urgency urgency) {}
}
