package org.huiliu.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.huiliu.cases.CaseContents;
import org.huiliu.cases.Scope;
import org.huiliu.jobs.Jobs;
import org.huiliu.normalize.FeedContract;
import org.huiliu.normalize.FeedContracts;
import org.huiliu.normalize.Normalization;
import org.huiliu.normalize.Normalizer;
import org.huiliu.normalize.PayloadFormat;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.tx.Aside;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.City;
import org.huiliu.routing.Comparison;
import org.huiliu.routing.Explanation;
import org.huiliu.routing.Facts;
import org.huiliu.routing.Ruleset;
import org.huiliu.routing.Rulesets;
import org.huiliu.routing.Trials;
import org.huiliu.routing.Units;

/** Tries rules on what the hub has, or on messages as the lines send them: nothing is stored. */
@ApplicationScoped
class Trying implements Trials {
    private static final String SIMULATION = "ruleset-simulation";

    private final Pool pool;
    private final Rulesets rulesets;
    private final City city;
    private final CaseContents cases;
    private final FeedContracts contracts;
    private final Normalizer normalizer;
    private final Jobs jobs;
    private final Clock clock;

    Trying(
            Pool pool,
            Rulesets rulesets,
            City city,
            CaseContents cases,
            FeedContracts contracts,
            Normalizer normalizer,
            Jobs jobs,
            Clock clock) {
        this.pool = pool;
        this.rulesets = rulesets;
        this.city = city;
        this.cases = cases;
        this.contracts = contracts;
        this.normalizer = normalizer;
        this.jobs = jobs;
        this.clock = clock;
    }

    // ------------------------------------------------------------ one case

    @Override
    public Uni<Explanation> explain(Question question) {
        return city.units().chain(units -> question.subject()
                .fold(
                        stored -> stored(question.asker(), stored.caseId()),
                        given -> Aside.compute(() -> given(given.feed(), given.payload())))
                .chain(facts -> Aside.compute(() -> question.ruleset().explain(facts, units, question.wording()))));
    }

    private Uni<Facts> stored(Asker asker, UUID caseId) {
        CaseContents.Wanted wanted = new CaseContents.Wanted(scope(asker), null, null, null, null, List.of(caseId));
        return cases.ids(wanted, null, 1)
                .chain(cases::read)
                .chain(found -> Aside.compute(() -> found.stream()
                        .findFirst()
                        .map(one -> Facts.of(
                                one.feed(), one.content(), one.reportCount(), one.callerCount(), one.openedAt()))
                        .orElseThrow(() -> new Refused(Problem.of(ProblemType.NOT_FOUND, "There is no such case.")))));
    }

    private Facts given(String feed, JsonNode payload) {
        return normalize(contract(feed), payload)
                .fold(normalized -> Facts.of(feed, normalized.content(), 1, 1, OffsetDateTime.now(clock)), rejected -> {
                    throw new Refused(Problem.of(ProblemType.BREAKS_CONTRACT, "The message breaks the feed's contract.")
                            .with(rejected.faults().stream()
                                    .map(fault -> new Fault(
                                            "/payload" + fault.pointer(),
                                            fault.code(),
                                            fault.detail(),
                                            fault.allowed()))
                                    .toList()));
                });
    }

    // ------------------------------------------------------------ many cases

    @Override
    public Uni<UUID> simulate(Order order) {
        return jobs.begin(
                        new Jobs.Order(
                                SIMULATION, order.asker().actor(), order.asker().division()),
                        progress -> begin(order, progress))
                .map(begun -> begun.orElseThrow(() -> new Refused(Problem.of(
                        ProblemType.TOO_MANY, "Too much long work is waiting here: come again when it is done."))));
    }

    private Uni<JsonNode> begin(Order order, Jobs.Progress progress) {
        return Tx.run(pool, rulesets::published)
                .chain(published -> city.units().chain(units -> compare(order, published, units, progress)));
    }

    private Uni<JsonNode> compare(Order order, Ruleset published, Units units, Jobs.Progress progress) {
        Simulating simulating =
                new Simulating(new Comparison(published, order.ruleset(), units, order.wording()), progress);
        return order.sample()
                .fold(
                        past -> simulating.cases(
                                cases,
                                new CaseContents.Wanted(
                                        scope(order.asker()),
                                        past.from(),
                                        past.to(),
                                        past.feed(),
                                        past.division(),
                                        past.cases()),
                                order.label()),
                        messages -> {
                            FeedContract contract = contract(messages.feed());
                            return simulating.messages(
                                    messages.feed(),
                                    messages.payloads(),
                                    payload -> normalize(contract, payload),
                                    OffsetDateTime.now(clock),
                                    order.label());
                        });
    }

    // ------------------------------------------------------------ shared

    private FeedContract contract(String feed) {
        return contracts
                .find(feed)
                .orElseThrow(() -> new Refused(Problem.of(ProblemType.BREAKS_CONTRACT, "There is no such feed.")
                        .with(List.of(Fault.at("/feed", "code", "no such feed")))));
    }

    private Normalization normalize(FeedContract contract, JsonNode payload) {
        // a message in XML travels as a text
        return payload.isTextual()
                ? normalizer.normalize(
                        contract, payload.textValue().getBytes(StandardCharsets.UTF_8), PayloadFormat.XML)
                : normalizer.normalize(
                        contract, HubJson.write(payload).getBytes(StandardCharsets.UTF_8), PayloadFormat.JSON);
    }

    private static Scope scope(Asker asker) {
        return new Scope.City(asker.division());
    }
}
