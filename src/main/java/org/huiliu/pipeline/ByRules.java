package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huiliu.cases.CaseContents;
import org.huiliu.delivery.ReplayBasis;
import org.huiliu.delivery.Standing;
import org.huiliu.platform.tx.Aside;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.City;
import org.huiliu.routing.Destination;
import org.huiliu.routing.Facts;
import org.huiliu.routing.Ruleset;
import org.huiliu.routing.Rulesets;
import org.huiliu.routing.Units;

/**
 * Asks the published rules again about deliveries that are to be made by what holds now. A replay moves no case: it goes
 * to its own target or not at all. What a person has given to a unit stands, whatever the rules say.
 */
@ApplicationScoped
class ByRules {
    private final Pool pool;
    private final Rulesets rulesets;
    private final City city;
    private final CaseContents cases;

    ByRules(Pool pool, Rulesets rulesets, City city, CaseContents cases) {
        this.pool = pool;
        this.rulesets = rulesets;
        this.city = city;
        this.cases = cases;
    }

    /** Which of these the rules would send today; all of them when nobody asks by what holds now. */
    Uni<Set<UUID>> ruled(List<Standing> deliveries, ReplayBasis basis) {
        Set<UUID> ruled = new HashSet<>();
        Map<UUID, List<Standing>> asked = new HashMap<>();
        for (Standing one : deliveries) {
            if (basis == ReplayBasis.ORIGINAL || !one.tellsTheCase() || Dispatching.byPerson(one.reason())) {
                ruled.add(one.id());
            } else {
                asked.merge(one.caseId(), List.of(one), ByRules::both);
            }
        }
        if (asked.isEmpty()) {
            return Uni.createFrom().item(ruled);
        }
        return Tx.run(pool, rulesets::published).chain(rules -> city.units().chain(units -> cases.read(asked.keySet())
                .chain(found -> Aside.compute(() -> {
                    for (CaseContents.Open one : found) {
                        Set<String> targets = targets(rules, units, one);
                        asked.getOrDefault(one.id(), List.of()).stream()
                                .filter(delivery -> targets.contains(delivery.target()))
                                .map(Standing::id)
                                .forEach(ruled::add);
                    }
                    return ruled;
                }))));
    }

    private static Set<String> targets(Ruleset rules, Units units, CaseContents.Open one) {
        Facts facts = Facts.of(one.feed(), one.content(), one.reportCount(), one.callerCount(), one.openedAt());
        return targets(rules.decideUnreviewed(facts, units).destination());
    }

    private static Set<String> targets(Destination destination) {
        return destination.fold(
                deliver ->
                        deliver.units().stream().map(Destination.Given::target).collect(Collectors.toSet()),
                review -> targets(review.fallback()),
                transfer -> Set.of(transfer.target()),
                answer -> Set.of(),
                nobody -> Set.of());
    }

    private static List<Standing> both(List<Standing> some, List<Standing> more) {
        List<Standing> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
