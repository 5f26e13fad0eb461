package org.huiliu.dedup.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How alike two complaints are, by their texts, callers and times. Pure. */
public final class Likeness {
    private static final int SET_PHRASE = 30;

    private final Reading a;
    private final Reading b;
    private final double[] values = new double[Feature.values().length];
    private final double cosine;

    private Likeness(Reading a, Reading b, boolean sameCaller, double days, Commonness commonness, Weights weights) {
        this.a = a;
        this.b = b;
        cosine = a.grams.cosine(b.grams);
        set(Feature.TEXT, Math.sqrt(cosine));
        set(
                Feature.TEXT_SAID_BOTH,
                Math.min(a.grams.within(b.grams, commonness, 0), b.grams.within(a.grams, commonness, 0)));
        double forth = a.headlineGrams.within(b.grams, commonness, 0);
        double back = b.headlineGrams.within(a.grams, commonness, 0);
        set(Feature.TITLE_SAID, Math.max(forth, back));
        set(Feature.TITLE_SAID_BOTH, Math.min(forth, back));
        double titles = a.headlineGrams.cosine(b.headlineGrams);
        set(Feature.TITLE, titles);

        double ownForth = a.headlineOwn.isEmpty() ? 0.5 : a.headlineOwn.within(b.own, commonness, Reading.OWN);
        double ownBack = b.headlineOwn.isEmpty() ? 0.5 : b.headlineOwn.within(a.own, commonness, Reading.OWN);
        set(Feature.OWN_SAID, Math.max(ownForth, ownBack));
        set(Feature.OWN_SAID_BOTH, Math.min(ownForth, ownBack));
        set(Feature.OWN_NONE, (a.headlineOwn.isEmpty() ? 0.5 : 0) + (b.headlineOwn.isEmpty() ? 0.5 : 0));
        double phrase = Math.min(1, a.own.longestRun(b.own, commonness) / 14);
        double phraseTitle = Math.min(
                1,
                Math.max(a.headlineOwn.longestRun(b.own, commonness), b.headlineOwn.longestRun(a.own, commonness)) / 7);
        set(Feature.PHRASE, phrase);
        set(Feature.PHRASE_TITLE, phraseTitle);

        double name = shared(a.names, b.names);
        double nameTitle = Math.max(shared(a.headlineNames, b.names), shared(b.headlineNames, a.names));
        set(Feature.NAME, name);
        set(Feature.NAME_TITLE, nameTitle);
        set(Feature.NAME_APART, apart(a.headlineNames, a, b.headlineNames, b) ? 1 : 0);
        set(Feature.NAME_APART_ALL, apart(a.names, a, b.names, b) ? 1 : 0);
        set(Feature.NAME_MISSING, missing(a, b) * missing(b, a));

        double again = (value(Feature.TEXT_SAID_BOTH) - 0.7) / 0.3;
        boolean named = value(Feature.NAME_APART) == 0 && value(Feature.NAME_MISSING) < 0.5;
        set(Feature.SENT_AGAIN, named ? Math.max(0, again) : 0);

        double[] topicsA = weights.topics(a.topics, a.headlineTopics);
        double[] topicsB = weights.topics(b.topics, b.headlineTopics);
        double[] titleA = weights.topics(a.headlineTopics, a.headlineTopics);
        double[] titleB = weights.topics(b.headlineTopics, b.headlineTopics);
        double topic = cosine(topicsA, topicsB);
        double topicTitle = Math.max(cosine(titleA, topicsB), cosine(titleB, topicsA));
        set(Feature.TOPIC, topic);
        set(Feature.TOPIC_TITLE, topicTitle);
        boolean titled = !none(a.headlineTopics) && !none(b.headlineTopics);
        set(Feature.TOPIC_APART, titled && disjoint(a.headlineTopics, b.headlineTopics) ? 1 : 0);
        set(Feature.TOPIC_TITLES, titled ? cosine(titleA, titleB) : 0.4);
        set(Feature.TOPIC_NONE, none(a.topics) || none(b.topics) ? 1 : 0);
        set(Feature.PLACE_AND_TOPIC, Math.max(phraseTitle, nameTitle) * topicTitle);
        set(Feature.PLACE_AND_TOPIC_ALL, Math.max(phrase, nameTitle) * topic);

        set(Feature.CALLER, sameCaller ? 1 : 0);
        set(Feature.CALLER_AND_TITLE, sameCaller ? titles : 0);
        set(Feature.DAYS, Math.log1p(days) / 6);
        set(
                Feature.DISTRICT_APART,
                !a.districts.isEmpty() && !b.districts.isEmpty() && Collections.disjoint(a.districts, b.districts)
                        ? 1
                        : 0);
        set(
                Feature.NUMBER_APART,
                !a.headlineNumbers.isEmpty()
                                && !b.headlineNumbers.isEmpty()
                                && Collections.disjoint(a.headlineNumbers, b.numbers)
                                && Collections.disjoint(b.headlineNumbers, a.numbers)
                        ? 1
                        : 0);
    }

    /** Compares with the tables that come with the hub. */
    public static Likeness of(Reading a, Reading b, boolean sameCaller, double days) {
        return of(a, b, sameCaller, days, Commonness.shipped(), Weights.shipped());
    }

    /** Compares with other tables: for training. */
    public static Likeness of(
            Reading a, Reading b, boolean sameCaller, double days, Commonness commonness, Weights weights) {
        return new Likeness(a, b, sameCaller, days, commonness, weights);
    }

    /** The features' values, by ordinal. */
    public double[] values() {
        return values.clone();
    }

    /** One feature's value. */
    public double value(Feature feature) {
        return values[feature.ordinal()];
    }

    /** Whether the text below the title is the same word for word, and long enough to be nobody's set phrase. */
    public boolean sameText() {
        return a.body.length() >= SET_PHRASE && a.body.equals(b.body);
    }

    /** Likeness of the texts alone, 0 to 1. */
    public double cosine() {
        return cosine;
    }

    /** The first name of each headline that excludes others of its kind, for the operator. */
    public String names() {
        return excluding(a) + " / " + excluding(b);
    }

    private static String excluding(Reading reading) {
        return reading.headlineNames.stream()
                .filter(name -> excludes(name.kind()))
                .map(Names.Name::core)
                .findFirst()
                .orElse("");
    }

    /** Names, topics and numbers that both have, the most telling first: what a person is shown. */
    public List<String> shared(int most) {
        Set<String> shared = new LinkedHashSet<>();
        for (Names.Name one : a.headlineNames) {
            b.names.stream().filter(other -> same(one, other)).forEach(other -> shared.add(one.core()));
        }
        for (Names.Name one : a.names) {
            b.names.stream().filter(other -> same(one, other)).forEach(other -> shared.add(one.core()));
        }
        Topics.shipped().sharedWords(a.whole, b.whole).forEach(shared::add);
        List<String> list = new ArrayList<>(shared);
        return list.subList(0, Math.min(most, list.size()));
    }

    private void set(Feature feature, double value) {
        values[feature.ordinal()] = value;
    }

    private static double shared(List<Names.Name> some, List<Names.Name> others) {
        double best = 0;
        for (Names.Name one : some) {
            for (Names.Name other : others) {
                if (same(one, other)) {
                    int length = Math.min(one.core().length(), other.core().length());
                    best = Math.max(best, telling(one.kind()) * Math.min(1, length / 4.0));
                }
            }
        }
        return best;
    }

    private static double telling(Names.Kind kind) {
        return switch (kind) {
            case STREET -> 0.35;
            case ROAD, VILLAGE -> 0.7;
            default -> 1;
        };
    }

    /** Both have names that exclude others of their kind, and neither has one that the other complaint mentions. */
    private static boolean apart(List<Names.Name> some, Reading one, List<Names.Name> others, Reading other) {
        return named(some) && named(others) && unknown(some, other) && unknown(others, one);
    }

    private static boolean named(List<Names.Name> names) {
        return names.stream().anyMatch(name -> excludes(name.kind()));
    }

    private static boolean unknown(List<Names.Name> names, Reading reading) {
        return names.stream().filter(name -> excludes(name.kind())).noneMatch(name -> mentions(reading, name));
    }

    private static boolean mentions(Reading reading, Names.Name name) {
        return reading.whole.contains(name.core()) || reading.names.stream().anyMatch(theirs -> same(name, theirs));
    }

    private static boolean excludes(Names.Kind kind) {
        return kind == Names.Kind.ESTATE
                || kind == Names.Kind.SCHOOL
                || kind == Names.Kind.FIRM
                || kind == Names.Kind.VILLAGE;
    }

    private static double missing(Reading one, Reading other) {
        int named = 0;
        int missing = 0;
        for (Names.Name name : one.headlineNames) {
            if (name.kind() != Names.Kind.STREET) {
                named++;
                if (!mentions(other, name)) {
                    missing++;
                }
            }
        }
        return named == 0 ? 0 : missing / (double) named;
    }

    /** Whether two names are one: equal, one ends or begins with the other, or one character of four differs. */
    static boolean same(Names.Name one, Names.Name other) {
        String a = one.core();
        String b = other.core();
        if (a.equals(b)) {
            return true;
        }
        String small = a.length() <= b.length() ? a : b;
        String large = small.equals(a) ? b : a;
        boolean general = one.kind() == Names.Kind.ESTATE && other.kind() == Names.Kind.ESTATE;
        if (large.startsWith(small) && small.length() >= (general ? 2 : 3)
                || large.endsWith(small) && small.length() >= 3) {
            return true;
        }
        if (a.length() != b.length() || a.length() < 4) {
            return false;
        }
        int other1 = 0;
        for (int i = 0; i < a.length(); i++) {
            if (a.charAt(i) != b.charAt(i)) {
                // a number that differs is another place: 一中 and 二中, 3期 and 4期
                if (Plain.isLatin(a.charAt(i)) || Plain.isLatin(b.charAt(i))) {
                    return false;
                }
                other1++;
            }
        }
        return other1 <= 1;
    }

    private static double cosine(double[] a, double[] b) {
        double dot = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            squaresA += a[i] * a[i];
            squaresB += b[i] * b[i];
        }
        return squaresA == 0 || squaresB == 0 ? 0 : dot / Math.sqrt(squaresA * squaresB);
    }

    private static boolean disjoint(int[] some, int[] other) {
        for (int i = 0; i < some.length; i++) {
            if (some[i] > 0 && other[i] > 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean none(int[] topics) {
        for (int topic : topics) {
            if (topic > 0) {
                return false;
            }
        }
        return true;
    }
}
