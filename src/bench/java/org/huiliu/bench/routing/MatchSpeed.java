package org.huiliu.bench.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.huiliu.boot.pack.InventedEvents;
import org.huiliu.routing.Matches;
import org.huiliu.routing.Rule;
import org.huiliu.routing.Ruleset;
import org.huiliu.routing.RulesetReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.event.ruler.Machine;

/** All rules that match one case after the other, in each engine. Started by {@link RoutingBench}. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
@Fork(1)
public class MatchSpeed {
    static final int CASES = 1_000;

    /** The city: the same for both engines. */
    static final List<InventedEvents.Place> STREETS = CityCases.streetsOf("3302");

    static List<CityCases.One> cases() {
        return CityCases.take(CASES, STREETS);
    }

    static List<CityRules.Both> rules(int count, boolean words) {
        return new CityRules(
                        CityCases.categories(),
                        STREETS.stream().map(InventedEvents.Place::code).toList(),
                        words)
                .take(count);
    }

    static Ruleset ours(ObjectNode document) {
        JsonNode noCatalogue = MissingNode.getInstance();
        return Ruleset.compile(1, RulesetReader.stored(document, noCatalogue));
    }

    static Machine rulers(List<CityRules.Both> rules) throws Exception {
        Machine machine = new Machine();
        for (CityRules.Both rule : rules) {
            machine.addRule(rule.name(), rule.rulers());
        }
        return machine;
    }

    /** Our index, and cases as the accept path has them. */
    @State(Scope.Benchmark)
    public static class Ours {
        @Param({"10", "100", "1000", "10000"})
        public int rules;

        @Param("true")
        public boolean words;

        Ruleset ruleset = ours(CityRules.document(List.of()));
        CityCases.One[] cases = {};
        int next;

        @Setup
        public void make() {
            ruleset = ours(CityRules.document(rules(rules, words)));
            cases = cases().toArray(CityCases.One[]::new);
        }
    }

    /** Its machine, and its events serialized beforehand. */
    @State(Scope.Benchmark)
    public static class Rulers {
        @Param({"10", "100", "1000", "10000"})
        public int rules;

        @Param("true")
        public boolean words;

        Machine machine = new Machine();
        String[] events = {};
        int next;

        @Setup
        public void make() throws Exception {
            machine = rulers(rules(rules, words));
            events = cases().stream().map(CityCases.One::event).toArray(String[]::new);
        }
    }

    /** From a case to its rules; each time with facts that nobody has read yet. */
    @Benchmark
    public List<Rule> huiliu(Ours ours) {
        ours.next = (ours.next + 1) % ours.cases.length;
        return Matches.all(ours.ruleset, ours.cases[ours.next].facts());
    }

    /** From an event to its rules. */
    @Benchmark
    public List<String> ruler(Rulers rulers) throws Exception {
        rulers.next = (rulers.next + 1) % rulers.events.length;
        return rulers.machine.rulesForJSONEvent(rulers.events[rulers.next]);
    }
}
