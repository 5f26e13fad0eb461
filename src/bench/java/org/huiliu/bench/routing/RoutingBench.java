package org.huiliu.bench.routing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.huiliu.routing.Matches;
import org.huiliu.routing.Rule;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import software.amazon.event.ruler.Machine;

/**
 * {@code -Dbench=routing}: all matching rules of a case, beside event-ruler, on the same rules and cases. Nothing is
 * measured unless both engines find the same rules for every case. Rounds take turns, so that a busy moment of the machine
 * hits both; the medians count. Words of a text are where the two differ most, so the same is measured once more with rules
 * that look at none. The last line is one JSON object, by number of rules.
 *
 * <p>Options: {@code routing.rounds} (5) · {@code routing.sizes} (10,100,1000,10000).
 */
public final class RoutingBench {
    private static final int ROUNDS = Integer.getInteger("routing.rounds", 5);
    private static final List<Integer> SIZES = Arrays.stream(
                    System.getProperty("routing.sizes", "10,100,1000,10000").split(","))
            .map(Integer::valueOf)
            .toList();
    private static final int PUBLICATIONS = 30;
    private static final double MIB = 1024.0 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private RoutingBench() {}

    public static void run() throws Exception {
        System.out.println("Rules: " + CityRules.SHARES + ".");
        System.out.printf(
                "Cases: %d invented reports of %d streets, as 12345 (75 %%), 110 (20 %%) and 12348 (5 %%) send them.%n",
                MatchSpeed.CASES, MatchSpeed.STREETS.size());
        Map<Integer, Double> meetings = new HashMap<>();
        for (int size : SIZES) {
            meetings.put(size, matchesPerCase(size, true));
            double unused = matchesPerCase(size, false);
        }
        Map<String, List<Double>> speeds = speeds();
        ObjectNode all = JSON.createObjectNode();
        System.out.printf(
                "%7s %13s %13s %13s %7s %11s %21s %21s%n",
                "rules",
                "matches/case",
                "huiliu /s",
                "ruler /s",
                "ratio",
                "no words",
                "publish ms (ruler)",
                "memory MiB (ruler)");
        for (int size : SIZES) {
            double ours = median(speeds.getOrDefault(key("huiliu", size, true), List.of()));
            double rulers = median(speeds.getOrDefault(key("ruler", size, true), List.of()));
            double withoutWords = median(speeds.getOrDefault(key("huiliu", size, false), List.of()))
                    / median(speeds.getOrDefault(key("ruler", size, false), List.of()));
            double publish = publishing(size);
            double change = changing(size);
            double memory = memory(() -> MatchSpeed.ours(CityRules.document(MatchSpeed.rules(size, true))));
            double other = memory(() -> MatchSpeed.rulers(MatchSpeed.rules(size, true)));
            System.out.printf(
                    "%7d %13.1f %13.0f %13.0f %7.2f %11.2f %12.2f %8.2f %12.1f %8.1f%n",
                    size,
                    meetings.get(size),
                    ours,
                    rulers,
                    ours / rulers,
                    withoutWords,
                    publish,
                    change,
                    memory,
                    other);
            all.putObject(String.valueOf(size))
                    .put("ratio", rounded(ours / rulers))
                    .put("ratioWithoutWords", rounded(withoutWords))
                    .put("huiliu", Math.round(ours))
                    .put("ruler", Math.round(rulers))
                    .put("publishMillis", rounded(publish))
                    .put("rulerChangeMillis", rounded(change))
                    .put("memoryMiB", rounded(memory))
                    .put("rulerMemoryMiB", rounded(other));
        }
        System.out.println(all);
    }

    /** Holds the engines against each other; without the same answers their speeds say nothing. */
    private static double matchesPerCase(int size, boolean words) throws Exception {
        List<CityRules.Both> rules = MatchSpeed.rules(size, words);
        var ours = MatchSpeed.ours(CityRules.document(rules));
        Machine rulers = MatchSpeed.rulers(rules);
        int found = 0;
        for (CityCases.One one : MatchSpeed.cases()) {
            Set<String> here = Matches.all(ours, one.facts()).stream()
                    .map(Rule::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> there = new TreeSet<>(rulers.rulesForJSONEvent(one.event()));
            if (!here.equals(there)) {
                throw new IllegalStateException("Refused: with " + size + " rules the engines differ on " + one.event()
                        + ": " + here + " and " + there);
            }
            found += here.size();
        }
        return (double) found / MatchSpeed.CASES;
    }

    private static Map<String, List<Double>> speeds() throws RunnerException {
        // JMH starts its own JVMs and needs the class path, which Maven keeps in a class loader
        if (RoutingBench.class.getClassLoader() instanceof URLClassLoader loader) {
            System.setProperty(
                    "java.class.path",
                    Arrays.stream(loader.getURLs())
                            .map(URL::getPath)
                            .map(Path::of)
                            .map(Path::toString)
                            .collect(Collectors.joining(":")));
        }
        Map<String, List<Double>> speeds = new HashMap<>();
        for (int round = 1; round <= ROUNDS; round++) {
            for (int size : SIZES) {
                for (boolean words : new boolean[] {true, false}) {
                    measure(round, size, words, speeds);
                }
            }
        }
        return speeds;
    }

    private static void measure(int round, int size, boolean words, Map<String, List<Double>> speeds)
            throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(MatchSpeed.class.getName())
                        .param("rules", String.valueOf(size))
                        .param("words", String.valueOf(words))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        StringBuilder line =
                new StringBuilder("round " + round + ", " + size + " rules" + (words ? "" : ", none of words") + ":");
        for (RunResult result : results) {
            String engine = result.getPrimaryResult().getLabel();
            double score = result.getPrimaryResult().getScore();
            boolean added = speeds.computeIfAbsent(key(engine, size, words), none -> new ArrayList<>())
                    .add(score);
            line.append(' ')
                    .append(engine)
                    .append(' ')
                    .append(Math.round(score))
                    .append("/s");
        }
        System.out.println(line);
    }

    private static String key(String engine, int size, boolean words) {
        return engine + " " + size + " " + words;
    }

    /** From the stored text of a whole ruleset with one changed rule to rules that decide; milliseconds. */
    private static double publishing(int size) throws Exception {
        List<CityRules.Both> rules = MatchSpeed.rules(size + PUBLICATIONS, true);
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < PUBLICATIONS; i++) {
            List<CityRules.Both> changed = new ArrayList<>(rules.subList(0, size));
            CityRules.Both before = changed.set(size / 2, rules.get(size + i));
            String stored = CityRules.document(changed).toString();
            long begun = System.nanoTime();
            var live = MatchSpeed.ours((ObjectNode) JSON.readTree(stored));
            times.add((System.nanoTime() - begun) / 1e6);
        }
        return median(times);
    }

    /** Taking one rule out of the machine and putting another in; milliseconds. */
    private static double changing(int size) throws Exception {
        List<CityRules.Both> rules = MatchSpeed.rules(size + PUBLICATIONS, true);
        Machine machine = MatchSpeed.rulers(rules.subList(0, size));
        List<Double> times = new ArrayList<>();
        CityRules.Both standing = rules.get(size / 2);
        for (int i = 0; i < PUBLICATIONS; i++) {
            CityRules.Both next = rules.get(size + i);
            long begun = System.nanoTime();
            machine.deleteRule(standing.name(), standing.rulers());
            machine.addRule(next.name(), next.rulers());
            times.add((System.nanoTime() - begun) / 1e6);
            standing = next;
        }
        return median(times);
    }

    /** What an engine keeps, MiB. */
    private static double memory(Callable<Object> engine) throws Exception {
        Object warm = engine.call();
        warm = null;
        long before = used();
        Object kept = engine.call();
        long after = used();
        if (kept.hashCode() == 0 && warm != null) {
            throw new IllegalStateException("never: it is asked so that the engine stays");
        }
        return Math.max(0, after - before) / MIB;
    }

    private static long used() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            used = Math.min(
                    used,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return used;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
