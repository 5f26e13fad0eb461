package org.huiliu.bench.repeats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.huiliu.dedup.text.Commonness;
import org.huiliu.dedup.text.Doubt;
import org.huiliu.dedup.text.Feature;
import org.huiliu.dedup.text.Grams;
import org.huiliu.dedup.text.Likeness;
import org.huiliu.dedup.text.Plain;
import org.huiliu.dedup.text.Reading;
import org.huiliu.dedup.text.Topics;
import org.huiliu.dedup.text.Weights;

/**
 * Learns the weights: {@code -Dbench=repeats-train -Ddata=FOLDER -Dwords=FILE,FILE…}. {@code words} are CSV files of
 * complaints without labels (columns title or 留言主题, text or 留言详情), from which only counts of hashed n-grams are
 * taken; complaints of the labelled folder are left out of them, so that a place that the labels repeat is as rare there
 * as a new place is in life. Cross-validated by event: the pairs of an event are never learned from and tested on at the
 * same time. Writes {@code src/main/resources/repeats/weights.txt} and {@code commonness.bin}.
 */
public final class Training {
    private static final Path RESOURCES = Path.of("src/main/resources/repeats");
    private static final int FOLDS = 10;
    private static final int ROUNDS = 5;
    /** A gram said by fewer complaints than this is rare. */
    private static final int COMMON = 20;

    private static final double RIDGE = 4;

    private Training() {}

    private record Sample(LabelledFolder.Pair pair, double[] values, double weight, String eventA, String eventB) {}

    public static void run() throws IOException {
        LabelledFolder folder = LabelledFolder.read(Path.of(System.getProperty("data")));
        List<String[]> complaints = complaints(System.getProperty("words"), folder);
        Commonness commonness = new Commonness(table(complaints));
        double[] topics = topics(complaints);
        List<Sample> samples = samples(folder, commonness, topics);
        crossValidate(samples);
        double[] fitted = fit(samples);
        Weights weights = weights(fitted, topics);
        Files.write(RESOURCES.resolve("commonness.bin"), table(complaints));
        String head = "# Learned by -Dbench=repeats-train from " + samples.size() + " labelled pairs and "
                + complaints.size()
                + " complaints; see docs/repeats.md. A feature's line is its weight, a topic's line\n"
                + "# how telling the topic is.\n";
        Files.writeString(RESOURCES.resolve("weights.txt"), head + weights.written(), StandardCharsets.UTF_8);
        System.out.print(
                weights.written().lines().limit(Feature.values().length + 1L).reduce("", (a, b) -> a + b + "\n"));
    }

    private static List<Sample> samples(LabelledFolder folder, Commonness commonness, double[] topics) {
        Map<String, Reading> readings = new HashMap<>();
        for (LabelledFolder.Message message : folder.messages()) {
            readings.put(message.id(), Reading.of(message.title(), "", message.text(), commonness));
        }
        Weights weighing = weights(new double[Feature.values().length + 1], topics);
        Map<String, Integer> shares = new HashMap<>();
        for (LabelledFolder.Pair pair : folder.pairs()) {
            shares.merge(pair.same() + event(folder, pair.a()), 1, Integer::sum);
            shares.merge(pair.same() + event(folder, pair.b()), 1, Integer::sum);
        }
        List<Sample> samples = new ArrayList<>();
        double total = 0;
        for (LabelledFolder.Pair pair : folder.pairs()) {
            String a = event(folder, pair.a());
            String b = event(folder, pair.b());
            // an event of many pairs counts more than one of a single pair, but not as often as it has pairs
            double weight = 1
                    / Math.sqrt(
                            Math.max(shares.getOrDefault(pair.same() + a, 1), shares.getOrDefault(pair.same() + b, 1)));
            double days = Duration.between(pair.a().created(), pair.b().created())
                            .abs()
                            .toSeconds()
                    / 86_400.0;
            boolean caller = !pair.a().user().isBlank()
                    && pair.a().user().equals(pair.b().user());
            Likeness likeness =
                    Likeness.of(read(readings, pair.a()), read(readings, pair.b()), caller, days, commonness, weighing);
            samples.add(new Sample(pair, likeness.values(), weight, a, b));
            total += weight;
        }
        double scale = samples.size() / total;
        return samples.stream()
                .map(one -> new Sample(one.pair(), one.values(), one.weight() * scale, one.eventA(), one.eventB()))
                .toList();
    }

    private static Reading read(Map<String, Reading> readings, LabelledFolder.Message message) {
        return Objects.requireNonNull(readings.get(message.id()));
    }

    private static String event(LabelledFolder folder, LabelledFolder.Message message) {
        String event = folder.event(message);
        return event == null ? message.id() : event;
    }

    private static void crossValidate(List<Sample> samples) {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            Map<String, Integer> folds = new HashMap<>();
            Set<String> events = new TreeSet<>();
            samples.forEach(sample -> {
                events.add(sample.eventA());
                events.add(sample.eventB());
            });
            events.forEach(event -> folds.put(event, random.nextInt(FOLDS)));
            Map<Sample, Double> scores = new HashMap<>();
            for (int fold = 0; fold < FOLDS; fold++) {
                List<Sample> learned = new ArrayList<>();
                List<Sample> tested = new ArrayList<>();
                for (Sample sample : samples) {
                    boolean out = folds.getOrDefault(sample.eventA(), 0) == fold
                            || folds.getOrDefault(sample.eventB(), 0) == fold;
                    (out ? tested : learned).add(sample);
                }
                double[] fitted = fit(learned);
                for (Sample sample : tested) {
                    scores.put(sample, Weights.probability(Regression.logit(fitted, sample.values())));
                }
            }
            System.out.println("cross-validation " + (round + 1) + ": " + summary(samples, scores));
            if (round == 0) {
                worst(samples, scores);
            }
        }
    }

    /** {@code -Dworst=N}: the pairs that the held-out folds judged worst, by id. */
    private static void worst(List<Sample> samples, Map<Sample, Double> scores) {
        samples.stream()
                .sorted(Comparator.comparingDouble((Sample sample) -> {
                    double score = scores.getOrDefault(sample, 0.0);
                    return sample.pair().same() ? score : 1 - score;
                }))
                .limit(Integer.getInteger("worst", 0))
                .forEach(sample -> System.out.printf(
                        "  %s %s %s %.3f%n",
                        sample.pair().a().id(),
                        sample.pair().b().id(),
                        sample.pair().kind(),
                        scores.getOrDefault(sample, 0.0)));
    }

    private static String summary(List<Sample> samples, Map<Sample, Double> scores) {
        StringBuilder text = new StringBuilder();
        for (double ask : new double[] {0.35, 0.4, 0.45, 0.5, 0.55}) {
            int hit = 0;
            int wrong = 0;
            int missed = 0;
            for (Sample sample : samples) {
                boolean said = scores.getOrDefault(sample, 0.0) >= ask;
                hit += said && sample.pair().same() ? 1 : 0;
                wrong += said && !sample.pair().same() ? 1 : 0;
                missed += !said && sample.pair().same() ? 1 : 0;
            }
            text.append(String.format("F1@%.2f %.3f  ", ask, 2.0 * hit / (2 * hit + wrong + missed)));
        }
        for (double attach : new double[] {0.9, 0.92, 0.94, 0.96}) {
            int hit = 0;
            int wrong = 0;
            int all = 0;
            int none = 0;
            for (Sample sample : samples) {
                boolean said = scores.getOrDefault(sample, 0.0) >= attach
                        && Doubt.of(sample.values()).isEmpty();
                hit += said && sample.pair().same() ? 1 : 0;
                wrong += said && !sample.pair().same() ? 1 : 0;
                all += sample.pair().same() ? 1 : 0;
                none += sample.pair().same() ? 0 : 1;
            }
            text.append(String.format("@%.2f %.3f/%d of %d  ", attach, (double) hit / all, wrong, none));
        }
        List<Sample> ranked = samples.stream()
                .filter(sample -> Doubt.of(sample.values()).isEmpty())
                .sorted(Comparator.comparingDouble((Sample sample) -> -scores.getOrDefault(sample, 0.0)))
                .toList();
        long same = samples.stream().filter(sample -> sample.pair().same()).count();
        int hit = 0;
        int wrong = 0;
        for (Sample sample : ranked) {
            wrong += sample.pair().same() ? 0 : 1;
            hit += sample.pair().same() ? 1 : 0;
            if (wrong * 100 > samples.size() - same) {
                text.append(String.format(
                        "recall at 1%% false %.3f from %.3f", (double) hit / same, scores.getOrDefault(sample, 0.0)));
                break;
            }
        }
        return text.toString();
    }

    private static double[] fit(List<Sample> samples) {
        List<Regression.Row> rows = samples.stream()
                .map(sample -> new Regression.Row(sample.values(), sample.pair().same(), sample.weight()))
                .toList();
        return Regression.fit(rows, RIDGE);
    }

    private static Weights weights(double[] fitted, double[] topics) {
        int features = Feature.values().length;
        return new Weights(fitted[features], Arrays.copyOf(fitted, features), topics);
    }

    private static byte[] table(List<String[]> complaints) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (String[] complaint : complaints) {
            int[] symbols = Plain.symbols(Plain.of(complaint[0]) + Plain.BREAK + Plain.of(complaint[1]));
            Set<Integer> grams = new HashSet<>();
            for (int i = 0; i + 1 < symbols.length; i++) {
                grams.add(Grams.pair(symbols, i));
                if (i + 2 < symbols.length) {
                    grams.add(Grams.triple(symbols, i));
                }
            }
            grams.remove(0);
            grams.forEach(gram -> counts.merge(gram, 1, Integer::sum));
        }
        byte[] slots = new byte[Commonness.SLOTS];
        int[] owners = new int[Commonness.SLOTS];
        counts.forEach((gram, count) -> {
            int slot = gram & (Commonness.SLOTS - 1);
            if (count >= COMMON && owners[slot] < count) {
                owners[slot] = count;
                slots[slot] = Commonness.slot(gram, Math.log((double) complaints.size() / count));
            }
        });
        return slots;
    }

    private static double[] topics(List<String[]> complaints) {
        double[] said = new double[Topics.shipped().size()];
        for (String[] complaint : complaints) {
            int[] counts = Topics.shipped().in(Plain.of(complaint[0]) + Plain.BREAK + Plain.of(complaint[1]));
            for (int i = 0; i < said.length; i++) {
                said[i] += counts[i] > 0 ? 1 : 0;
            }
        }
        for (int i = 0; i < said.length; i++) {
            said[i] = Math.log((complaints.size() + 1) / (said[i] + 1));
        }
        return said;
    }

    private static List<String[]> complaints(String files, LabelledFolder folder) throws IOException {
        Set<String> known = new HashSet<>();
        for (LabelledFolder.Message message : folder.messages()) {
            known.add(message.title());
            known.add(message.text().strip());
        }
        List<String[]> complaints = new ArrayList<>();
        for (String file : files.split(",")) {
            for (Map<String, String> row : Csv.read(Path.of(file))) {
                String title = row.getOrDefault("title", row.getOrDefault("留言主题", ""));
                String text =
                        row.getOrDefault("text", row.getOrDefault("留言详情", "")).strip();
                boolean fresh = !known.contains(title) && !known.contains(text);
                if (fresh && known.add(title) | known.add(text)) {
                    complaints.add(new String[] {title, text});
                }
            }
        }
        return complaints;
    }
}
