package org.huiliu.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.LinkBook;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.normalize.Normalized;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.partners.Targets;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.Decision;
import org.huiliu.routing.Destination;
import org.huiliu.routing.Ruleset;
import org.huiliu.routing.Rulesets;

/** Shows an operator what a message would become and where it would go, with nothing stored. */
@ApplicationScoped
class Previewing {
    private final Pool pool;
    private final Rulesets rulesets;
    private final TargetDirectory targets;
    private final RepeatSearch search;
    private final Comparing.Rooms rooms;
    private final FirstMatters firsts;
    private final Clock clock;

    Previewing(
            Pool pool,
            Rulesets rulesets,
            TargetDirectory targets,
            RepeatSearch search,
            CaseLedger cases,
            LinkBook links,
            DeliveryQueue deliveries,
            FirstMatters firsts,
            Clock clock) {
        this.pool = pool;
        this.rulesets = rulesets;
        this.targets = targets;
        this.search = search;
        this.rooms = new Comparing.Rooms(cases, links, deliveries);
        this.firsts = firsts;
        this.clock = clock;
    }

    Uni<ObjectNode> preview(Submission one) {
        return search.look(Map.of(one.caseId(), one.matter()))
                .flatMap(prospects -> Tx.run(pool, tx -> compare(tx, one, prospects)
                        .flatMap(verdict -> rulesets.published(tx).flatMap(rules -> targets.targets(tx)
                                .map(directory -> describe(one.report(), rules, directory, verdict))))));
    }

    private Uni<Optional<Verdict>> compare(Tx tx, Submission one, Prospects prospects) {
        Comparing comparing = new Comparing(prospects.judge(), firsts);
        Comparing.Subject subject = one.against(prospects);
        return comparing.read(tx, rooms, List.of(subject)).map(nothing -> comparing.verdict(subject));
    }

    private ObjectNode describe(Normalized report, Ruleset rules, Targets directory, Optional<Verdict> verdict) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        CaseFile file = CaseFile.open(Ids.at(clock.millis()), report.feed(), report.content(), Set.of(), now);
        Dispatching dispatching = new Dispatching(rules, directory, new Owed());
        Decision decision = dispatching.decide(file);
        ObjectNode preview = HubJson.mapper().createObjectNode();
        preview.put("externalId", report.externalId());
        preview.put("version", report.version());
        preview.put("mainRecord", report.mainRecord());
        preview.putPOJO("content", report.content());
        verdict.ifPresent(found -> describe(found, preview.putObject("repeat")));
        ObjectNode routing = preview.putObject("routing");
        routing.putPOJO("basis", decision.basis());
        List<Destination.Given> units = decision.destination().units();
        routing.put("review", units.isEmpty());
        ObjectNode roles = routing.putObject("units");
        units.forEach(one -> roles.put(one.target(), one.role().name()));
        routing.put("destination", Routed.word(decision.destination()));
        routing.putPOJO("decision", Routed.byRules(file, decision, units, null));
        decision.destination()
                .<Runnable>fold(
                        deliver -> () -> {},
                        review ->
                                () -> routing.putPOJO("fallback", Routed.proposed(review.fallback(), decision.basis())),
                        transfer -> () -> routing.put("line", transfer.line()),
                        answer -> () -> routing.put("text", answer.text()),
                        nobody -> () -> {})
                .run();
        return preview;
    }

    private static void describe(Verdict verdict, ObjectNode repeat) {
        repeat.put("caseId", verdict.caseId().toString());
        var unused = verdict.judgement()
                .fold(
                        attach -> repeat.put("outcome", "REPEAT")
                                .putPOJO("evidence", attach.evidence().asMap()),
                        ask -> repeat.put("outcome", "SUSPECTED")
                                .putPOJO("evidence", ask.evidence().asMap()),
                        recurs -> repeat.put("outcome", "RECURRENCE")
                                .putPOJO("evidence", recurs.evidence().asMap()),
                        separate -> repeat.put("outcome", "SEPARATE").put("reason", separate.reason()));
    }
}
