package org.huiliu.dedup.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A complaint, read: its headline (title and place), and all of it, as grams, names, topics and numbers. Made once,
 * compared many times; immutable.
 */
public final class Reading {
    /** What is rarer than this is a name or a phrase of its own. */
    static final float OWN = 3;

    private static final String NO_DISTRICT = "小社校园景地片库厂辖郊各市该本我住发业城务镇乡村街矿林牧军营新老旧";
    private static final String DIVISIONS = "市区县";

    final String body;
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
        String headline = plainPlace.isEmpty() ? plainTitle : plainTitle + Plain.BREAK + plainPlace;
        body = Plain.of(text);
        whole = headline + Plain.BREAK + body;
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
            for (int i = 0; i < topics.length; i++) {
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

    /** Title, place and text in their plain form. */
    public String plain() {
        return whole;
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

    /** Without topics and anonymised divisions (A3区): what is left are names and own phrases. */
    private static String own(String plain, Topics thesaurus) {
        String rest = thesaurus.without(plain);
        @Nullable StringBuilder own = null;
        for (int i = 1; i < rest.length(); i++) {
            if (DIVISIONS.indexOf(rest.charAt(i)) >= 0 && Plain.isLatin(rest.charAt(i - 1))) {
                own = own == null ? new StringBuilder(rest) : own;
                int start = i - 1;
                while (start > 0 && Plain.isLatin(rest.charAt(start - 1))) {
                    start--;
                }
                for (int j = start; j <= i; j++) {
                    own.setCharAt(j, Plain.BREAK);
                }
            }
        }
        return own == null ? rest : own.toString();
    }

    private static Set<String> districts(String plain) {
        Set<String> found = new HashSet<>();
        for (int i = 2; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if ((c == '区' || c == '县') && NO_DISTRICT.indexOf(plain.charAt(i - 1)) < 0) {
                boolean code = Plain.isLatin(plain.charAt(i - 1));
                boolean name = Plain.isHan(plain.charAt(i - 1)) && Plain.isHan(plain.charAt(i - 2));
                if (code || name) {
                    int start = i - 2;
                    while (code && start > 0 && Plain.isLatin(plain.charAt(start - 1))) {
                        start--;
                    }
                    found.add(plain.substring(code && !Plain.isLatin(plain.charAt(start)) ? start + 1 : start, i));
                }
            }
        }
        return found;
    }

    private static Set<String> numbers(String plain) {
        Set<String> found = new HashSet<>();
        for (int i = 0; i < plain.length(); i++) {
            int start = i;
            boolean digit = false;
            while (i < plain.length() && Plain.isLatin(plain.charAt(i))) {
                digit |= plain.charAt(i) <= '9';
                i++;
            }
            boolean division = i < plain.length() && DIVISIONS.indexOf(plain.charAt(i)) >= 0;
            if (digit && !division) {
                found.add(plain.substring(start, i));
            }
        }
        return found;
    }
}
