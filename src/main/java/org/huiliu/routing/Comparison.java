package org.huiliu.routing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.huiliu.platform.json.HubJson;
import org.jspecify.annotations.Nullable;

/**
 * Where cases go under the published rules and where they would go under others: counted, with a few examples of each
 * flow from one unit to another. Not for several threads.
 */
public final class Comparison {
    private static final int EXAMPLES = 3;
    private static final int MOST_FLOWS = 200;
    private static final int MOST_RULES = 500;

    private final Ruleset published;
    private final Ruleset tried;
    private final Units units;
    private final Wording wording;

    private final Map<Way, Flow> flows = new HashMap<>();
    private final Map<String, Tally> byRule = new HashMap<>();
    private final Map<String, Tally> byUnit = new HashMap<>();
    private final Tally review = new Tally();
    private final Tally unowned = new Tally();
    private final Tally caught = new Tally();
    private final Tally answered = new Tally();
    private final Tally transferred = new Tally();
    private long cases;
    private long elsewhere;
    private long otherUnits;
    private long otherMarks;

    /**
     * Nothing compared yet.
     *
     * @param wording gives the names of units
     */
    public Comparison(Ruleset published, Ruleset tried, Units units, Wording wording) {
        this.published = published;
        this.tried = tried;
        this.units = units;
        this.wording = wording;
    }

    /**
     * What an example is known by.
     *
     * @param caseId of a case that the hub has
     * @param number of a message: its place in the order, from 0
     * @param title absent where nobody is to read it here
     */
    public record Label(
            @Nullable String caseId,
            @Nullable Integer number,
            @Nullable String title,
            @Nullable String division) {}

    /** Under the published rules and under those that are tried. */
    private static final class Tally {
        private long now;
        private long then;

        ObjectNode json() {
            return HubJson.mapper().createObjectNode().put("now", now).put("then", then);
        }

        long change() {
            return Math.abs(now - then);
        }
    }

    /** Where a case stops: at a unit, with a person, at another line, answered, or nowhere. */
    private record Stop(String kind, @Nullable String unit) {
        static Stop of(Destination destination) {
            String owner = destination.owner().orElse(null);
            return destination.fold(
                    deliver -> new Stop("UNIT", owner),
                    review -> new Stop("REVIEW", owner),
                    transfer -> new Stop("TRANSFER", owner),
                    answer -> new Stop("ANSWER", null),
                    nobody -> new Stop("NOBODY", null));
        }

        ObjectNode json(Wording wording) {
            ObjectNode stop = HubJson.mapper().createObjectNode().put("kind", kind);
            if (unit != null) {
                stop.put("unit", unit).put("name", wording.target(unit));
            }
            return stop;
        }
    }

    private record Way(Stop from, Stop to) {}

    private static final class Flow {
        private long cases;
        private final List<ObjectNode> examples = new ArrayList<>(EXAMPLES);
    }

    /** Compares one more case. */
    public void add(Facts facts, Label label) {
        Decision was = published.decide(facts, units);
        Decision would = tried.decide(facts, units);
        cases++;
        count(was, true);
        count(would, false);
        Stop from = Stop.of(was.destination());
        Stop to = Stop.of(would.destination());
        if (!from.equals(to)) {
            elsewhere++;
            Flow flow = flows.computeIfAbsent(new Way(from, to), none -> new Flow());
            flow.cases++;
            if (flow.examples.size() < EXAMPLES) {
                flow.examples.add(example(label, was, would));
            }
        } else if (!targets(was).equals(targets(would))) {
            otherUnits++;
        } else if (!was.marks().equals(would.marks())) {
            otherMarks++;
        }
    }

    private void count(Decision decision, boolean now) {
        add(byRule.computeIfAbsent(decision.basis().rule(), none -> new Tally()), now);
        Optional<String> owner = decision.destination().owner();
        owner.ifPresent(unit -> add(byUnit.computeIfAbsent(unit, none -> new Tally()), now));
        if (decision.basis().rule().equals(published.document().otherwise().name())) {
            add(caught, now);
        }
        Tally kind = decision.destination()
                .<@Nullable Tally>fold(
                        deliver -> null,
                        review -> this.review,
                        transfer -> transferred,
                        answer -> answered,
                        nobody -> unowned);
        if (kind != null) {
            add(kind, now);
        }
    }

    private static void add(Tally tally, boolean now) {
        if (now) {
            tally.now++;
        } else {
            tally.then++;
        }
    }

    private static Set<String> targets(Decision decision) {
        Set<String> targets = new HashSet<>();
        decision.destination().units().forEach(given -> {
            boolean isNew = targets.add(given.target() + "/" + given.role());
            assert isNew : "each unit once";
        });
        return targets;
    }

    private ObjectNode example(Label label, Decision was, Decision would) {
        ObjectNode example = HubJson.mapper().createObjectNode();
        if (label.caseId() != null) {
            example.put("caseId", label.caseId());
        }
        if (label.number() != null) {
            example.put("number", label.number());
        }
        if (label.title() != null) {
            example.put("title", label.title());
        }
        if (label.division() != null) {
            example.put("division", label.division());
        }
        example.set("now", decided(was));
        example.set("then", decided(would));
        return example;
    }

    private static ObjectNode decided(Decision decision) {
        ObjectNode decided = HubJson.mapper().createObjectNode();
        decided.put("rule", decision.basis().rule())
                .put("reason", decision.basis().reason());
        decided.set("values", HubJson.mapper().valueToTree(decision.values()));
        if (!decision.notFound().isEmpty()) {
            decided.set("notFound", HubJson.mapper().valueToTree(decision.notFound()));
        }
        return decided;
    }

    // ------------------------------------------------------------ the report

    /**
     * What the comparison has shown so far.
     *
     * @param label what the rules that were tried are called
     */
    public ObjectNode report(String label) {
        ObjectNode report = HubJson.mapper().createObjectNode();
        report.put("ruleset", label)
                .put("comparedWith", published.version())
                .put("cases", cases)
                .put("elsewhere", elsewhere)
                .put("otherUnits", otherUnits)
                .put("otherMarks", otherMarks);
        report.set("toReview", review.json());
        report.set("unowned", unowned.json());
        report.set("caughtByDefault", caught.json());
        report.set("answered", answered.json());
        report.set("transferred", transferred.json());
        flows(report);
        tallies(report, "units", "unit", byUnit);
        tallies(report, "rules", "rule", byRule);
        return report;
    }

    private void flows(ObjectNode report) {
        ArrayNode shown = report.putArray("flows");
        flows.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Way, Flow>>comparingLong(one -> -one.getValue().cases)
                        .thenComparing(one -> one.getKey().toString()))
                .limit(MOST_FLOWS)
                .forEach(one -> {
                    ObjectNode flow = shown.addObject();
                    flow.set("from", one.getKey().from.json(wording));
                    flow.set("to", one.getKey().to.json(wording));
                    flow.put("cases", one.getValue().cases);
                    ArrayNode examples = flow.putArray("examples");
                    one.getValue().examples.forEach(examples::add);
                });
        report.put("flowsLeftOut", Math.max(0, flows.size() - MOST_FLOWS));
    }

    /** The ones that change most come first. */
    private void tallies(ObjectNode report, String name, String key, Map<String, Tally> tallies) {
        ArrayNode shown = report.putArray(name);
        tallies.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Tally>>comparingLong(
                                one -> -one.getValue().change())
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_RULES)
                .forEach(one -> {
                    ObjectNode tally = shown.addObject().put(key, one.getKey());
                    if (key.equals("unit")) {
                        tally.put("name", wording.target(one.getKey()));
                    }
                    tally.setAll(one.getValue().json());
                });
        report.put(name + "LeftOut", Math.max(0, tallies.size() - MOST_RULES));
    }
}
