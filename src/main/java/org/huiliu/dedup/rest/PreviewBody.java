package org.huiliu.dedup.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.dedup.PolicyPreview;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.jspecify.annotations.Nullable;

/** What an operator wants rehearsed. */
@RegisterForReflection
@Schema(name = "RepeatPolicyPreview", additionalProperties = Schema.False.class)
record PreviewBody(
        @Schema(type = SchemaType.ARRAY, implementation = PolicyDocument.class, description = "The draft if left out.")
        @Nullable
        JsonNode policies,

        @Schema(
                description = "Reports of so many days before now; 7 if neither this nor from is given.",
                minimum = "1",
                maximum = "366")
        @Nullable
        Integer days,

        @Schema(description = "Reports that came at or after, instead of days.") @Nullable
        OffsetDateTime from,

        @Schema(description = "Reports that came before; now if left out.") @Nullable
        OffsetDateTime to,

        @Schema(description = "Only of this feed.", examples = "110") @Nullable
        String feed,

        @Schema(minimum = "1", maximum = "5000", defaultValue = "1000") @Nullable
        Integer limit,

        @Schema(
                description = "How many reports that would fare otherwise are shown.",
                minimum = "0",
                maximum = "100",
                defaultValue = "20")
        @Nullable
        Integer examples) {

    private static final int USUAL_DAYS = 7;
    private static final int MOST_DAYS = 366;
    private static final int USUAL_LIMIT = 1_000;
    private static final int MOST_REPORTS = 5_000;
    private static final int USUAL_EXAMPLES = 20;
    private static final int MOST_EXAMPLES = 100;

    /**
     * The order that this is.
     *
     * @param document the policies that it names, or the draft
     * @throws Refused with every fault
     */
    PolicyPreview.Wanted wanted(Optional<JsonNode> document, @Nullable String division, OffsetDateTime now) {
        List<Fault> faults = new ArrayList<>();
        int span = within(days, USUAL_DAYS, 1, MOST_DAYS, "/days", faults);
        int most = within(limit, USUAL_LIMIT, 1, MOST_REPORTS, "/limit", faults);
        int shown = within(examples, USUAL_EXAMPLES, 0, MOST_EXAMPLES, "/examples", faults);
        if (days != null && from != null) {
            faults.add(Fault.at("/from", "forbidden", "Either days or from."));
        }
        OffsetDateTime until = to == null ? now : to;
        OffsetDateTime since = from == null ? until.minusDays(span) : from;
        if (!since.isBefore(until) || since.isBefore(until.minusDays(MOST_DAYS))) {
            faults.add(Fault.at("/from", "range", "Before to, and at most " + MOST_DAYS + " days before it."));
        }
        RepeatPolicies sound = document.map(list -> sound(list, faults)).orElseGet(() -> {
            faults.add(Fault.at("/policies", "required", "There is no draft: send the policies."));
            return RepeatPolicies.none();
        });
        if (!faults.isEmpty()) {
            throw new Refused(Problem.of(ProblemType.BREAKS_CONTRACT, "This cannot be rehearsed.")
                    .with(faults));
        }
        return new PolicyPreview.Wanted(sound, since, until, feed, division, most, shown);
    }

    private static RepeatPolicies sound(JsonNode list, List<Fault> faults) {
        JsonNode document = HubJson.mapper().createObjectNode().set("policies", list);
        return RepeatPolicies.read(document, 0).fold(read -> read, found -> {
            faults.addAll(found);
            return RepeatPolicies.none();
        });
    }

    private static int within(
            @Nullable Integer value, int usual, int least, int most, String pointer, List<Fault> faults) {
        int taken = value == null ? usual : value;
        if (taken < least || taken > most) {
            faults.add(Fault.at(pointer, "range", "From " + least + " to " + most + "."));
            return usual;
        }
        return taken;
    }
}
