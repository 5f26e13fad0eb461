package org.huiliu.cases;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Full text without a dictionary: Chinese has no spaces, and a word list misses names of streets and shops. Ideographs
 * are indexed one by one and in pairs, runs of letters or digits whole. The pairs of a query find candidates, the exact
 * text decides.
 */
public final class SearchText {
    /** A lexeme of PostgreSQL may have 2,046 bytes; a run of letters beyond this is no word that anyone looks for. */
    private static final int LONGEST_WORD = 64;

    private SearchText() {}

    /**
     * What to look for.
     *
     * @param tsquery lexemes that must all be there, in PostgreSQL's {@code tsquery} form
     * @param terms the exact texts that must stand in the {@linkplain #normalized normalized} title and description
     */
    public record Query(String tsquery, List<String> terms) {

        /** Whether there is anything to look for: a query of punctuation alone has no lexeme. */
        public boolean empty() {
            return tsquery.isEmpty();
        }
    }

    /** The lexemes of a text, each once, in the order of their first appearance. */
    public static List<String> tokens(String text) {
        Set<String> tokens = new LinkedHashSet<>();
        for (Run run : runs(normalized(text))) {
            if (run.ideographs) {
                int[] signs = run.text.codePoints().toArray();
                for (int i = 0; i < signs.length; i++) {
                    tokens.add(new String(signs, i, 1));
                    if (i + 1 < signs.length) {
                        tokens.add(new String(signs, i, 2));
                    }
                }
            } else {
                tokens.add(clipped(run.text));
            }
        }
        return List.copyOf(tokens);
    }

    /** The query for what a person typed: words divided by spaces must all be there. */
    public static Query query(String typed) {
        String text = normalized(typed).strip();
        Set<String> lexemes = new LinkedHashSet<>();
        for (Run run : runs(text)) {
            int[] signs = run.text.codePoints().toArray();
            if (!run.ideographs) {
                lexemes.add(clipped(run.text));
            } else if (signs.length == 1) {
                lexemes.add(run.text);
            }
            for (int i = 0; run.ideographs && i + 1 < signs.length; i++) {
                lexemes.add(new String(signs, i, 2));
            }
        }
        String tsquery = lexemes.stream().map(one -> "'" + one + "'").collect(Collectors.joining(" & "));
        List<String> terms = tsquery.isEmpty() ? List.of() : List.of(text.split("\\s+"));
        return new Query(tsquery, terms);
    }

    /** Full-width signs as usual ones, capitals as small letters: what {@code lower(normalize(text, NFKC))} gives. */
    public static String normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private record Run(String text, boolean ideographs) {}

    private static List<Run> runs(String text) {
        List<Run> runs = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        boolean ideographs = false;
        for (int sign : text.codePoints().toArray()) {
            boolean ideograph = Character.isIdeographic(sign);
            boolean partOfWord = ideograph || Character.isLetterOrDigit(sign);
            if (!current.isEmpty() && (!partOfWord || ideograph != ideographs)) {
                runs.add(new Run(current.toString(), ideographs));
                current.setLength(0);
            }
            if (partOfWord) {
                current.appendCodePoint(sign);
                ideographs = ideograph;
            }
        }
        if (!current.isEmpty()) {
            runs.add(new Run(current.toString(), ideographs));
        }
        return runs;
    }

    private static String clipped(String word) {
        return word.codePointCount(0, word.length()) <= LONGEST_WORD
                ? word
                : word.substring(0, word.offsetByCodePoints(0, LONGEST_WORD));
    }
}
