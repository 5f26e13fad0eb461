package org.huiliu.dedup.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the names of places and firms in a plain text by how they end ({@code repeats/names.txt}): 丽景花园小区, 和平路,
 * 某某有限公司. No dictionary of names is needed, so it works in every city; a name that ends in none of the words is
 * found by comparing the texts.
 */
public final class Names {
    private static final String RESOURCE = "/repeats/names.txt";
    private static final int LONGEST = 9;
    /** A pair of characters that weighs less is said all the time, and begins no name. */
    private static final float COMMON = 4.5f;
    /** A name has a pair of characters that weighs as much. */
    private static final float TELLING = 5;

    /** By last character: a map would box every character of every text. */
    private static final Ending[][] BY_LAST = new Ending[0x10000][];

    private static final Set<String> NEVER = new HashSet<>();
    private static final Set<String> STOPS = new HashSet<>();
    private static final BitSet STOP_CHARACTERS = new BitSet();
    private static final BitSet STOP_BEGINNINGS = new BitSet();

    static {
        load();
    }

    /** What a name names. */
    public enum Kind {
        ROAD,
        ESTATE,
        VILLAGE,
        STREET,
        SCHOOL,
        FIRM,
        SITE
    }

    /**
     * A name, without its general ending where it has one.
     *
     * @param at where it begins in the plain text
     */
    public record Name(Kind kind, String core, int at) {}

    private record Ending(String text, Kind kind, boolean general) {}

    private Names() {}

    /** The names of a plain text, in the order of their places, each once. */
    public static List<Name> in(String plain, Commonness commonness) {
        List<Name> names = new ArrayList<>();
        for (int end = 1; end <= plain.length(); end++) {
            Ending ending = endingBefore(plain, end);
            // a street lamp ends no road: 云栖花园路灯
            boolean lamp = ending != null && ending.text.equals("路") && plain.startsWith("灯", end);
            Name name = ending == null || lamp ? null : named(plain, end, ending, commonness);
            if (name != null) {
                int last = names.size() - 1;
                // 中央公园 was read first and is part of 中央公园小区
                if (last >= 0 && names.get(last).at == name.at && name.core.startsWith(names.get(last).core)) {
                    names.remove(last);
                }
                if (names.stream().noneMatch(one -> one.kind == name.kind && one.core.equals(name.core))) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** A name with the general ending that follows it in its text. */
    static String said(String plain, Name name) {
        int stop = name.at + name.core.length();
        String said = name.core;
        for (int end = stop + 1; end <= Math.min(plain.length(), stop + LONGEST); end++) {
            Ending ending = endingBefore(plain, end);
            if (ending != null && ending.general && ending.kind == name.kind && end - ending.text.length() == stop) {
                said = plain.substring(name.at, end);
            }
        }
        return said;
    }

    private static @Nullable Name named(String plain, int end, Ending ending, Commonness commonness) {
        int stop = end - ending.text.length();
        int start = startOf(plain, stop, commonness);
        String core = plain.substring(start, ending.general ? stop : end);
        int own = stop - start;
        boolean longEnough =
                own >= (ending.text.length() == 1 && ending.kind != Kind.ROAD ? 2 : 1) && core.length() >= 2;
        return longEnough && own <= LONGEST && telling(core, commonness) && !NEVER.contains(core)
                ? new Name(ending.kind, core, start)
                : null;
    }

    private static int startOf(String plain, int stop, Commonness commonness) {
        int start = stop;
        while (start > 0 && stop - start < LONGEST && !stopsAt(plain, start, stop)) {
            start--;
        }
        // what ended before is another name: 和平路丽景花园
        for (int end = start + 2; end <= stop - 2; end++) {
            Ending before = endingBefore(plain, end);
            if (before != null && (before.kind == Kind.ROAD || before.kind == Kind.STREET)) {
                start = end;
            }
        }
        while (stop - start >= 4 && weight(plain, start, commonness) < COMMON) {
            start += 2;
        }
        // digits belong to a name as a whole (405路) or not at all (12栋和平路)
        int digits = start;
        while (digits < stop && Plain.isLatin(plain.charAt(digits))) {
            digits++;
        }
        return digits == stop ? start : digits;
    }

    private static boolean stopsAt(String plain, int start, int stop) {
        char c = plain.charAt(start - 1);
        if (!Plain.isHan(c)) {
            return !Plain.isLatin(c);
        }
        return STOP_CHARACTERS.get(c)
                || c == '和' && (start == 1 || endingBefore(plain, start - 1) != null)
                || start >= 2
                        && STOP_BEGINNINGS.get(plain.charAt(start - 2))
                        && STOPS.contains(plain.substring(start - 2, start));
    }

    private static boolean telling(String core, Commonness commonness) {
        for (int i = 0; i + 1 < core.length(); i++) {
            if (weight(core, i, commonness) >= TELLING) {
                return true;
            }
        }
        return false;
    }

    private static float weight(String plain, int at, Commonness commonness) {
        return commonness.weight(Hash.of(plain.charAt(at), plain.charAt(at + 1), 2));
    }

    private static @Nullable Ending endingBefore(String plain, int end) {
        Ending[] endings = BY_LAST[plain.charAt(end - 1)];
        if (endings == null) {
            return null;
        }
        for (Ending ending : endings) {
            if (plain.startsWith(ending.text, end - ending.text.length())) {
                return ending;
            }
        }
        return null;
    }

    private static void load() {
        try (InputStream in = Objects.requireNonNull(Names.class.getResourceAsStream(RESOURCE), RESOURCE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] words = line.split(" ");
                if (!line.startsWith("#") && words.length > 1) {
                    enter(words[0], Arrays.asList(words).subList(1, words.length));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // the longest ending first
        for (Ending[] endings : BY_LAST) {
            if (endings != null) {
                Arrays.sort(endings, (a, b) -> b.text.length() - a.text.length());
            }
        }
    }

    private static void enter(String kind, List<String> words) {
        if (kind.equals("NEVER")) {
            NEVER.addAll(words);
        } else if (kind.equals("STOP")) {
            for (String word : words) {
                if (word.length() == 1) {
                    STOP_CHARACTERS.set(word.charAt(0));
                } else {
                    STOPS.add(word);
                    STOP_BEGINNINGS.set(word.charAt(0));
                }
            }
        } else {
            boolean general = kind.endsWith("-");
            Kind named = Kind.valueOf(kind.replace("-", ""));
            for (String word : words) {
                char last = word.charAt(word.length() - 1);
                int size = BY_LAST[last] == null ? 0 : BY_LAST[last].length;
                Ending[] endings = size == 0 ? new Ending[1] : Arrays.copyOf(BY_LAST[last], size + 1);
                endings[size] = new Ending(word, named, general);
                BY_LAST[last] = endings;
            }
        }
    }
}
