package org.huiliu.routing.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.model.AssignmentRole;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Caller;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.huiliu.routing.City;
import org.huiliu.routing.Decision;
import org.huiliu.routing.Destination;
import org.huiliu.routing.Explanation;
import org.huiliu.routing.Language;
import org.huiliu.routing.Marks;
import org.huiliu.routing.RuleGroup;
import org.huiliu.routing.Trace;
import org.huiliu.routing.Trials;
import org.huiliu.routing.Wording;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Rules tried on real cases before anybody publishes them. */
@Path("/v1/rulesets")
@Tag(name = "rules")
@Produces(MediaType.APPLICATION_JSON)
class TrialsResource {
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 366;
    private static final int MOST_CASES = 10_000;
    private static final int MOST_PAYLOADS = 1_000;

    private final Trials trials;
    private final Versions versions;
    private final City city;
    private final Clock clock;
    private final SecurityIdentity identity;

    TrialsResource(Trials trials, Versions versions, City city, Clock clock, SecurityIdentity identity) {
        this.trials = trials;
        this.versions = versions;
        this.city = city;
        this.clock = clock;
        this.identity = identity;
    }

    /** One case, and the rules to try on it. */
    @RegisterForReflection
    @Schema(name = "RulesetQuestion", additionalProperties = Schema.False.class)
    record QuestionBody(
            @Schema(description = "A case that the hub has; or feed and payload.") @Nullable
            UUID caseId,

            @Schema(description = "The feed whose message payload is.", examples = "110") @Nullable
            String feed,

            @Schema(description = "The feed's native message; XML as a text.") @Nullable
            JsonNode payload,

            @Schema(description = "`published`, `draft` or a number; the published one if left out.") @Nullable
            String ruleset,

            @Schema(type = SchemaType.OBJECT, description = "Rules of one's own, instead of a version.") @Nullable
            JsonNode document,

            @Schema(type = SchemaType.ARRAY, implementation = RulesetView.CatalogueLine.class) @Nullable
            JsonNode catalogue,

            @Schema(defaultValue = "ZH") @Nullable Language language) {}

    /** Many cases, and the rules to try on them. */
    @RegisterForReflection
    @Schema(name = "RulesetSimulation", additionalProperties = Schema.False.class)
    record SimulationBody(
            @Schema(
                    description = "Cases of so many days before now; 30 if nothing else is given.",
                    minimum = "1",
                    maximum = "366")
            @Nullable
            Integer days,

            @Schema(description = "Cases opened at or after, instead of days.") @Nullable
            OffsetDateTime from,

            @Schema(description = "Cases opened before; now if left out.") @Nullable
            OffsetDateTime to,

            @Schema(description = "Only cases of this feed; with payloads, the feed whose messages they are.") @Nullable
            String feed,

            @Schema(description = "Only cases of this division.") @Nullable
            String division,

            @Schema(description = "These cases.", maxItems = MOST_CASES) @Nullable
            List<UUID> caseIds,

            @Schema(
                    type = SchemaType.ARRAY,
                    description = "Native messages of the feed that the hub does not have yet; XML as texts.",
                    maxItems = MOST_PAYLOADS)
            @Nullable
            List<JsonNode> payloads,

            @Schema(description = "`draft` or a number; the draft if neither this nor a document is given.") @Nullable
            String ruleset,

            @Schema(type = SchemaType.OBJECT, description = "Rules of one's own, instead of a version.") @Nullable
            JsonNode document,

            @Schema(type = SchemaType.ARRAY, implementation = RulesetView.CatalogueLine.class) @Nullable
            JsonNode catalogue) {}

    /** Where the job is watched. */
    @RegisterForReflection
    @Schema(name = "JobBegun")
    record Begun(
            UUID id,

            @Schema(examples = "/v1/jobs/01993b6c-2f51-7c3a-9d0e-6a1b2c3d4e5f")
            String job) {}

    @POST
    @Path("/explain")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "explainRouting",
            summary = "这一件会去哪里,为什么 · Where one case would go, and why",
            description = "Every rule up to the decision, with every condition true or false and the value that it saw."
                    + " Nothing is stored; no personal data is shown.")
    @APIResponse(
            responseCode = "200",
            description = "The decision and how it came about",
            content = @Content(schema = @Schema(implementation = ExplanationView.class)))
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Uni<ExplanationView> explain(@Nullable QuestionBody body) {
        QuestionBody question = RequestBody.present(body);
        List<Fault> faults = new ArrayList<>();
        Trials.Subject subject = subject(question, faults);
        oneRuleset(question.ruleset(), question.document(), question.catalogue(), faults);
        refuse(faults);
        Language language = question.language() == null ? Language.ZH : question.language();
        return city.vocabulary()
                .chain(vocabulary -> versions.compiled(question.ruleset(), question.document(), question.catalogue())
                        .chain(ruleset -> trials.explain(
                                new Trials.Question(asker(), ruleset, subject, new Wording(language, vocabulary)))))
                .map(ExplanationView::of);
    }

    private static Trials.Subject subject(QuestionBody question, List<Fault> faults) {
        UUID caseId = question.caseId();
        String feed = question.feed();
        JsonNode payload = question.payload();
        if (caseId != null && feed == null && payload == null) {
            return new Trials.Stored(caseId);
        }
        if (caseId == null && feed != null && payload != null) {
            return new Trials.Given(feed, payload);
        }
        faults.add(new Fault("", "required", "One of these, not both.", List.of("caseId", "feed and payload")));
        return new Trials.Stored(new UUID(0, 0));
    }

    @POST
    @Path("/simulations")
    @RolesAllowed({Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "simulateRuleset",
            summary = "试算 · How many cases would go elsewhere, compared with the published rules",
            description = "A job: watch it, and cancel it, under /v1/jobs. Its result counts cases that would go"
                    + " elsewhere (`elsewhere`), would have other units beside the same owner (`otherUnits`) or other marks"
                    + " (`otherMarks`), what would go to a person, be answered, be caught by default or find nobody, by unit"
                    + " and by rule, and `flows` from one unit to another with up to three examples each. One at a time"
                    + " on each pod; those behind it wait.")
    @APIResponse(
            responseCode = "202",
            description = "It has begun, or waits",
            content = @Content(schema = @Schema(implementation = Begun.class)))
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Uni<RestResponse<Begun>> simulate(@Nullable SimulationBody body) {
        SimulationBody wanted = RequestBody.present(body);
        List<Fault> faults = new ArrayList<>();
        Trials.Sample sample = sample(wanted, faults);
        oneRuleset(wanted.ruleset(), wanted.document(), wanted.catalogue(), faults);
        refuse(faults);
        boolean own = wanted.document() != null || wanted.catalogue() != null;
        String name = wanted.ruleset() == null ? Versions.DRAFT : wanted.ruleset();
        return city.vocabulary()
                .chain(vocabulary -> versions.compiled(own ? null : name, wanted.document(), wanted.catalogue())
                        .chain(ruleset -> trials.simulate(new Trials.Order(
                                asker(),
                                ruleset,
                                own ? "document" : name,
                                sample,
                                new Wording(Language.ZH, vocabulary)))))
                .map(TrialsResource::begun);
    }

    private Trials.Sample sample(SimulationBody wanted, List<Fault> faults) {
        List<JsonNode> payloads = wanted.payloads();
        if (payloads != null) {
            return messages(wanted, payloads, faults);
        }
        List<UUID> ids = wanted.caseIds();
        if (ids != null && (ids.isEmpty() || ids.size() > MOST_CASES)) {
            faults.add(Fault.at("/caseIds", "range", "From 1 to " + MOST_CASES + "."));
        }
        int days = wanted.days() == null ? USUAL_DAYS : wanted.days();
        if (days < 1 || days > MOST_DAYS) {
            faults.add(Fault.at("/days", "range", "From 1 to " + MOST_DAYS + "."));
        }
        if (wanted.days() != null && wanted.from() != null) {
            faults.add(Fault.at("/from", "forbidden", "Either days or from."));
        }
        OffsetDateTime to = wanted.to() == null ? OffsetDateTime.now(clock) : wanted.to();
        OffsetDateTime from = wanted.from() == null ? to.minusDays(days) : wanted.from();
        if (!from.isBefore(to) || from.isBefore(to.minusDays(MOST_DAYS))) {
            faults.add(Fault.at("/from", "range", "Before to, and at most " + MOST_DAYS + " days before it."));
        }
        return ids == null
                ? new Trials.Past(from, to, wanted.feed(), wanted.division(), null)
                : new Trials.Past(null, null, wanted.feed(), wanted.division(), ids);
    }

    private static Trials.Sample messages(SimulationBody wanted, List<JsonNode> payloads, List<Fault> faults) {
        String feed = wanted.feed();
        if (feed == null) {
            faults.add(Fault.at("/feed", "required", "The feed whose messages these are."));
        }
        if (payloads.isEmpty() || payloads.size() > MOST_PAYLOADS) {
            faults.add(Fault.at("/payloads", "range", "From 1 to " + MOST_PAYLOADS + "."));
        }
        boolean others = wanted.days() != null
                || wanted.from() != null
                || wanted.to() != null
                || wanted.division() != null
                || wanted.caseIds() != null;
        if (others) {
            faults.add(Fault.at("/payloads", "forbidden", "Either messages or stored cases."));
        }
        return new Trials.Messages(String.valueOf(feed), payloads);
    }

    private static void oneRuleset(
            @Nullable String name, @Nullable JsonNode document, @Nullable JsonNode catalogue, List<Fault> faults) {
        if (name != null && (document != null || catalogue != null)) {
            faults.add(Fault.at("/ruleset", "forbidden", "Either a version or rules of one's own."));
        }
    }

    private static RestResponse<Begun> begun(UUID id) {
        String job = "/v1/jobs/" + id;
        return RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, new Begun(id, job))
                .header("Location", job)
                .build();
    }

    private Trials.Asker asker() {
        Caller caller = Callers.of(identity);
        return new Trials.Asker(caller.actor(), caller.division());
    }

    private static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new Refused(Problem.of(ProblemType.BREAKS_CONTRACT, "This cannot be tried.")
                    .with(faults));
        }
    }

    // ------------------------------------------------------------ the explanation as it is read

    /** A decision and how it came about. */
    @RegisterForReflection
    @Schema(name = "RoutingExplanation")
    record ExplanationView(
            @Schema(description = "0 for rules that are no version.")
            int version,

            DecisionView decision,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<GroupView> groups) {
        static ExplanationView of(Explanation one) {
            return new ExplanationView(
                    one.version(),
                    DecisionView.of(one.decision()),
                    one.groups().stream().map(GroupView::of).toList());
        }
    }

    /** Where it would go. */
    @RegisterForReflection
    @Schema(name = "RoutingDecision")
    record DecisionView(
            @Schema(description = "The rule that decides.") String rule,

            String reason,
            DestinationView destination,

            @Schema(description = "What rules write on it: urgency, deadline, item kind, tags.") @Nullable
            MarksView marks,

            @Schema(description = "Every rule that matched and counted, as group/rule.")
            List<String> fired,

            @Schema(description = "What the case had where the deciding rules looked, by field.")
            Map<String, List<String>> values,

            @Schema(description = "Units that a matching rule names and nobody is for this case.") @Nullable
            List<String> notFound) {
        static DecisionView of(Decision one) {
            return new DecisionView(
                    one.basis().rule(),
                    one.basis().reason(),
                    DestinationView.of(one.destination()),
                    MarksView.of(one.marks()),
                    one.fired().stream()
                            .map(fired -> fired.group().isEmpty() ? fired.rule() : fired.group() + "/" + fired.rule())
                            .toList(),
                    one.values(),
                    one.notFound());
        }
    }

    /** What rules write on a case. */
    @RegisterForReflection
    @Schema(name = "RoutingMarks")
    record MarksView(
            @Nullable String urgency,
            @Nullable String deadline,
            @Nullable String itemKind,
            @Nullable List<String> tags) {
        static @Nullable MarksView of(Marks marks) {
            return marks.equals(Marks.NONE)
                    ? null
                    : new MarksView(
                            marks.urgency() == null ? null : marks.urgency().name(),
                            marks.deadline(),
                            marks.itemKind() == null ? null : marks.itemKind().name(),
                            marks.tags().stream().sorted().toList());
        }
    }

    /** A place where a case stops. */
    @RegisterForReflection
    @Schema(name = "RoutingDestination")
    record DestinationView(
            @Schema(
                    enumeration = {"DELIVER", "REVIEW", "TRANSFER", "ANSWER", "NOBODY"},
                    description = "派送、研判、转办、即办、无人")
            String kind,

            @Schema(description = "The host first.") @Nullable
            List<UnitView> units,

            @Schema(description = "How long a person has, ISO 8601.") @Nullable
            String within,

            @Schema(type = SchemaType.OBJECT, description = "Where it goes if nobody decides; a destination.") @Nullable
            DestinationView fallback,

            @Nullable String line,
            @Nullable String text) {
        static DestinationView of(Destination one) {
            return one.fold(
                    deliver -> new DestinationView(
                            "DELIVER",
                            deliver.units().stream().map(UnitView::of).toList(),
                            null,
                            null,
                            null,
                            null),
                    review -> new DestinationView(
                            "REVIEW", null, told(review.within()), of(review.fallback()), null, null),
                    transfer -> new DestinationView(
                            "TRANSFER",
                            List.of(new UnitView(transfer.target(), AssignmentRole.HOST, null)),
                            null,
                            null,
                            transfer.line(),
                            null),
                    answer -> new DestinationView("ANSWER", null, null, null, null, answer.text()),
                    nobody -> new DestinationView("NOBODY", null, null, null, null, null));
        }

        private static String told(Duration within) {
            return within.toString();
        }
    }

    /** A unit that would get the case. */
    @RegisterForReflection
    @Schema(name = "RoutingUnit")
    record UnitView(
            String target, AssignmentRole role, @Nullable String rule) {
        static UnitView of(Destination.Given given) {
            return new UnitView(given.target(), given.role(), given.basis().rule());
        }
    }

    /** A group as it was looked at. */
    @RegisterForReflection
    @Schema(name = "RoutingGroupLooked")
    record GroupView(
            String name,
            String zh,
            RuleGroup.Mode mode,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<RuleLooked> rules,

            @Schema(description = "Further rules that were looked at and did not match.")
            int leftOut) {
        static GroupView of(Explanation.Group one) {
            return new GroupView(
                    one.name(),
                    one.zh(),
                    one.mode(),
                    one.rules().stream().map(RuleLooked::of).toList(),
                    one.leftOut());
        }
    }

    /** A rule as it was looked at. */
    @RegisterForReflection
    @Schema(name = "RoutingRuleLooked")
    record RuleLooked(
            String name,
            String zh,

            @Schema(description = "The rule in one line.") String words,

            @Schema(description = "Whether its time had come and not passed.")
            boolean effective,

            boolean matched,
            ConditionLooked when) {
        static RuleLooked of(Explanation.Looked one) {
            return new RuleLooked(
                    one.name(), one.zh(), one.words(), one.effective(), one.matched(), ConditionLooked.of(one.when()));
        }
    }

    /** A condition as it was for the case. */
    @RegisterForReflection
    @Schema(name = "RoutingConditionLooked")
    record ConditionLooked(
            @Schema(enumeration = {"all", "any", "not", "test"})
            String kind,

            String words,
            boolean holds,

            @Schema(description = "The values that a test saw; of a text only the words that it looked for.") @Nullable
            List<String> saw,

            @Schema(type = SchemaType.ARRAY, implementation = Object.class, description = "The conditions inside.")
            @Nullable
            List<ConditionLooked> parts) {
        static ConditionLooked of(Trace one) {
            return new ConditionLooked(
                    one.kind(),
                    one.words(),
                    one.holds(),
                    one.saw(),
                    one.parts().stream().map(ConditionLooked::of).toList());
        }
    }
}
