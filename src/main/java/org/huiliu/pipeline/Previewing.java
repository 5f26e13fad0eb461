package org.huiliu.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.huiliu.cases.CaseFile;
import org.huiliu.model.AssignmentRole;
import org.huiliu.normalize.Normalized;
import org.huiliu.partners.Target;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.partners.Targets;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.Decision;
import org.huiliu.routing.Ruleset;
import org.huiliu.routing.Rulesets;

/** Shows an operator what a message would become and where it would go, with nothing stored. */
@ApplicationScoped
class Previewing {
    private final Pool pool;
    private final Rulesets rulesets;
    private final TargetDirectory targets;
    private final Clock clock;

    Previewing(Pool pool, Rulesets rulesets, TargetDirectory targets, Clock clock) {
        this.pool = pool;
        this.rulesets = rulesets;
        this.targets = targets;
        this.clock = clock;
    }

    Uni<ObjectNode> preview(Normalized report) {
        return Tx.run(pool, tx -> rulesets.published(tx)
                .flatMap(rules -> targets.targets(tx).map(directory -> describe(report, rules, directory))));
    }

    private ObjectNode describe(Normalized report, Ruleset rules, Targets directory) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        CaseFile file = CaseFile.open(Ids.at(clock.millis()), report.feed(), report.content(), Set.of(), now);
        Dispatching dispatching = new Dispatching(rules, directory, new ArrayList<>());
        Decision decision = dispatching.decide(file);
        ObjectNode preview = HubJson.mapper().createObjectNode();
        preview.put("externalId", report.externalId());
        preview.put("version", report.version());
        preview.put("mainRecord", report.mainRecord());
        preview.putPOJO("content", report.content());
        ObjectNode routing = preview.putObject("routing");
        routing.putPOJO("basis", decision.basis());
        Map<Target, AssignmentRole> units = dispatching.units(decision, file);
        routing.put("review", units.isEmpty());
        ObjectNode roles = routing.putObject("units");
        units.forEach((target, role) -> roles.put(target.code(), role.name()));
        return preview;
    }
}
