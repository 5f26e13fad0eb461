package org.huiliu.dedup.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What each {@link Feature} speaks for, learned by the training command from labelled pairs: a logistic regression, so a
 * score is the sum of what its features add. Also how telling each topic is.
 */
public final class Weights {
    private static final String RESOURCE = "/repeats/weights.txt";
    private static final Weights SHIPPED = load();

    /** What two topics of one group have in common. */
    private static final double GROUP = 0.25;

    private final double bias;
    private final double[] features;
    private final double[] topics;

    /**
     * @param features by ordinal of the feature
     * @param topics by number of the topic
     */
    public Weights(double bias, double[] features, double[] topics) {
        this.bias = bias;
        this.features = features.clone();
        this.topics = topics.clone();
    }

    /** The weights that come with the hub. */
    public static Weights shipped() {
        return SHIPPED;
    }

    /** The logit of two texts: above 0 they are rather one matter, by the text alone. */
    public double logit(double[] values) {
        double sum = bias;
        for (int i = 0; i < features.length; i++) {
            sum += features[i] * values[i];
        }
        return sum;
    }

    /** How much one feature added. */
    public double share(Feature feature, double[] values) {
        return features[feature.ordinal()] * values[feature.ordinal()];
    }

    /** A probability from a logit. */
    public static double probability(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    double[] topics(int[] counts, int[] headline) {
        double[] weighed = new double[counts.length + Topics.shipped().groups()];
        for (int i = 0; i < counts.length; i++) {
            int said = counts[i] + 2 * headline[i];
            if (said > 0) {
                weighed[i] = (1 + Math.log(said)) * topics[i];
                weighed[counts.length + Topics.shipped().group(i)] += GROUP * weighed[i];
            }
        }
        return weighed;
    }

    /** As the resource keeps them. */
    public String written() {
        StringBuilder text = new StringBuilder("bias ").append(rounded(bias)).append('\n');
        for (Feature feature : Feature.values()) {
            text.append(feature.name())
                    .append(' ')
                    .append(rounded(features[feature.ordinal()]))
                    .append('\n');
        }
        for (int i = 0; i < topics.length; i++) {
            text.append("topic:")
                    .append(Topics.shipped().name(i))
                    .append(' ')
                    .append(rounded(topics[i]))
                    .append('\n');
        }
        return text.toString();
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static Weights load() {
        Map<String, Double> read = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(Weights.class.getResourceAsStream(RESOURCE), RESOURCE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int blank = line.indexOf(' ');
                if (!line.startsWith("#") && blank > 0) {
                    read.put(
                            line.substring(0, blank),
                            Double.parseDouble(line.substring(blank + 1).strip()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        double[] features = Arrays.stream(Feature.values())
                .mapToDouble(feature -> read.getOrDefault(feature.name(), 0.0))
                .toArray();
        double[] topics = new double[Topics.shipped().size()];
        for (int i = 0; i < topics.length; i++) {
            topics[i] = read.getOrDefault("topic:" + Topics.shipped().name(i), 3.0);
        }
        return new Weights(read.getOrDefault("bias", 0.0), features, topics);
    }
}
