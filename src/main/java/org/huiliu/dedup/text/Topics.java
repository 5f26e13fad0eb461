package org.huiliu.dedup.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a text is about, by a small thesaurus of complaints ({@code repeats/topics.txt}): 噪音, 噪声 and 太吵 are one topic.
 * Two people seldom use the same words for one nuisance.
 */
public final class Topics {
    private static final Topics SHIPPED = load("/repeats/topics.txt");

    private final List<String> names;
    private final int[] groups;
    /** By first character: a map would box every character of every text. */
    private final String[][] wordsByFirst = new String[0x10000][];

    private final Map<String, Integer> topicOf = new HashMap<>();

    private Topics(List<String> names, List<Integer> groups, Map<String, Integer> topicOf) {
        this.groups = groups.stream().mapToInt(Integer::intValue).toArray();
        this.names = List.copyOf(names);
        this.topicOf.putAll(topicOf);
        Map<Character, List<String>> byFirst = new HashMap<>();
        topicOf.keySet().forEach(word -> byFirst.computeIfAbsent(word.charAt(0), first -> new ArrayList<>())
                .add(word));
        byFirst.forEach((first, words) -> {
            words.sort((a, b) -> b.length() - a.length());
            wordsByFirst[first] = words.toArray(String[]::new);
        });
    }

    /** The thesaurus that comes with the hub. */
    public static Topics shipped() {
        return SHIPPED;
    }

    /** How many topics there are. */
    public int size() {
        return names.size();
    }

    /** The number of a topic's group: noise and dust are two topics of one group. */
    int group(int topic) {
        return groups[topic];
    }

    /** How many groups there are. */
    int groups() {
        return groups[groups.length - 1] + 1;
    }

    /** A topic's name. */
    public String name(int topic) {
        return names.get(topic);
    }

    /** The plain text without the words of any topic: what is left are names, numbers and phrases. */
    public String without(String plain) {
        StringBuilder rest = new StringBuilder(plain.length());
        int at = 0;
        while (at < plain.length()) {
            String word = wordAt(plain, at);
            rest.append(word == null ? plain.charAt(at) : Plain.BREAK);
            at += word == null ? 1 : word.length();
        }
        return rest.toString();
    }

    /** The words of topics that both plain texts say, or the pair of words where they say one topic differently. */
    List<String> sharedWords(String some, String other) {
        Map<Integer, String> first = words(some);
        Map<Integer, String> second = words(other);
        List<String> shared = new ArrayList<>();
        first.forEach((topic, word) -> {
            String theirs = second.get(topic);
            if (theirs != null) {
                shared.add(word.equals(theirs) ? word : word + "/" + theirs);
            }
        });
        return shared;
    }

    private Map<Integer, String> words(String plain) {
        Map<Integer, String> found = new LinkedHashMap<>();
        int at = 0;
        while (at < plain.length()) {
            String word = wordAt(plain, at);
            if (word != null) {
                found.putIfAbsent(Objects.requireNonNull(topicOf.get(word)), word);
            }
            at += word == null ? 1 : word.length();
        }
        return found;
    }

    /** How often each topic is said in a plain text. */
    public int[] in(String plain) {
        int[] counts = new int[names.size()];
        int at = 0;
        while (at < plain.length()) {
            String word = wordAt(plain, at);
            if (word == null) {
                at++;
            } else {
                counts[Objects.requireNonNull(topicOf.get(word))]++;
                at += word.length();
            }
        }
        return counts;
    }

    private @Nullable String wordAt(String plain, int at) {
        String[] words = wordsByFirst[plain.charAt(at)];
        if (words == null) {
            return null;
        }
        for (String word : words) {
            if (plain.startsWith(word, at)) {
                return word;
            }
        }
        return null;
    }

    private static Topics load(String resource) {
        List<String> names = new ArrayList<>();
        List<Integer> groups = new ArrayList<>();
        int group = -1;
        Map<String, Integer> topicOf = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(Topics.class.getResourceAsStream(resource), resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int colon = line.indexOf(':');
                if (line.startsWith("[")) {
                    group++;
                }
                if (line.startsWith("#") || colon < 0) {
                    continue;
                }
                groups.add(group);
                int topic = names.size();
                names.add(line.substring(0, colon));
                Arrays.stream(line.substring(colon + 1).strip().split(" +"))
                        .forEach(word -> topicOf.putIfAbsent(word, topic));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Topics(names, groups, topicOf);
    }
}
