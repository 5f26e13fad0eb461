package org.huiliu.dedup.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A complaint, read: its headline (title and place), and all of it, as grams, names, topics and numbers. Made once,
 * compared many times; immutable.
 */
public final class Reading {
    /** What is rarer than this is a name or a phrase of its own. */
    static final float OWN = 3;

    private static final Pattern DISTRICT = Pattern.compile("([a-z][0-9]+|[\\u4e00-\\u9fff]{2})[区县]");
    private static final String NO_DISTRICT = "小社校园景地片库厂辖郊各市该本我住发业城务镇乡村街矿林牧军营新老旧";
    private static final Pattern DIVISION_CODE = Pattern.compile("[a-z][0-9]*[市区县]");
    private static final Pattern NUMBER = Pattern.compile("[0-9a-z]*[0-9][0-9a-z]*");

    final String headline;
    final String whole;
    final Grams headlineGrams;
    final Grams grams;
    final Grams headlineOwn;
    final Grams own;
    final List<Names.Name> headlineNames;
    final List<Names.Name> names;
    final int[] headlineTopics;
    final int[] topics;
    final Set<String> districts;
    final Set<String> headlineNumbers;
    final Set<String> numbers;

    private Reading(String title, String place, String text, Commonness commonness, Topics thesaurus) {
        String plainTitle = Plain.of(title);
        String plainPlace = Plain.of(place);
        String headlineText = plainPlace.isEmpty() ? plainTitle : plainTitle + Plain.BREAK + plainPlace;
        String plainText = Plain.of(text);
        headline = headlineText;
        whole = headlineText + Plain.BREAK + plainText;
        headlineGrams = Grams.of(Plain.symbols(plainTitle), commonness);
        grams = Grams.of(Plain.symbols(whole), commonness);
        headlineOwn = Grams.of(Plain.symbols(own(headline, thesaurus)), commonness, OWN);
        own = Grams.of(Plain.symbols(own(whole, thesaurus)), commonness, OWN);
        headlineNames = List.copyOf(Names.in(headline, commonness));
        names = List.copyOf(Names.in(whole, commonness));
        headlineTopics = thesaurus.in(plainTitle);
        topics = thesaurus.in(whole);
        districts = districts(whole);
        headlineNumbers = numbers(headline);
        numbers = numbers(whole);
    }

    /**
     * Reads a complaint.
     *
     * @param place address and landmark, empty when the text alone tells them
     */
    public static Reading of(String title, String place, String text) {
        return of(title, place, text, Commonness.shipped());
    }

    /** Reads a complaint with another table of what is common. */
    public static Reading of(String title, String place, String text, Commonness commonness) {
        return new Reading(title, place, text, commonness, Topics.shipped());
    }

    /** The names of places and firms, those of the headline first, each core once. */
    public List<Names.Name> names() {
        List<Names.Name> all = new ArrayList<>(headlineNames);
        Set<String> cores = new HashSet<>();
        headlineNames.forEach(name -> cores.add(name.core()));
        names.stream().filter(name -> cores.add(name.core())).forEach(all::add);
        return all;
    }

    /** The names in title and place. */
    public List<Names.Name> headlineNames() {
        return headlineNames;
    }

    /** A name of this text with the general ending that it has there. */
    public String said(Names.Name name) {
        return Names.said(whole, name);
    }

    /** The names of firms. */
    public Collection<String> firms() {
        Set<String> firms = new HashSet<>();
        names.stream().filter(name -> name.kind() == Names.Kind.FIRM).forEach(name -> firms.add(name.core()));
        return firms;
    }

    /** The topics that are said most, the most telling first. */
    public List<Integer> mainTopics(Weights weights, int most) {
        double[] said = weights.topics(topics, headlineTopics);
        List<Integer> main = new ArrayList<>();
        while (main.size() < most) {
            int best = -1;
            for (int i = 0; i < said.length; i++) {
                if (said[i] > 0 && !main.contains(i) && (best < 0 || said[i] > said[best])) {
                    best = i;
                }
            }
            if (best < 0) {
                return main;
            }
            main.add(best);
        }
        return main;
    }

    /** Bands of the text's sketch: texts with names and phrases in common are likely to share one. */
    public List<Long> bands(int most) {
        List<Long> bands = new ArrayList<>();
        Grams from = headlineOwn.isEmpty() ? own : headlineOwn;
        if (!from.isEmpty()) {
            for (int band = 0; band < most; band++) {
                bands.add(from.least(band + 1));
            }
        }
        return bands;
    }

    /** All grams. */
    public Grams grams() {
        return grams;
    }

    /** The grams of names and own phrases. */
    public Grams own() {
        return own;
    }

    /** The grams of names and own phrases of the headline. */
    public Grams headlineOwn() {
        return headlineOwn;
    }

    private static String own(String plain, Topics thesaurus) {
        String rest = thesaurus.without(plain);
        return rest.indexOf('区') < 0 && rest.indexOf('市') < 0 && rest.indexOf('县') < 0
                ? rest
                : DIVISION_CODE.matcher(rest).replaceAll("|");
    }

    private static Set<String> districts(String plain) {
        Set<String> found = new HashSet<>();
        if (plain.indexOf('区') >= 0 || plain.indexOf('县') >= 0) {
            Matcher matcher = DISTRICT.matcher(plain);
            while (matcher.find()) {
                String name = matcher.group(1);
                if (NO_DISTRICT.indexOf(name.charAt(name.length() - 1)) < 0) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    private static Set<String> numbers(String plain) {
        Set<String> found = new HashSet<>();
        Matcher matcher = NUMBER.matcher(plain);
        while (matcher.find()) {
            int end = matcher.end();
            if (end >= plain.length() || "区县市".indexOf(plain.charAt(end)) < 0) {
                found.add(matcher.group());
            }
        }
        return found;
    }
}
