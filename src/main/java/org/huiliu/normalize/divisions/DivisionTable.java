package org.huiliu.normalize.divisions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The administrative divisions: 46,114 codes with their names, read once from {@code contracts/divisions/divisions.tsv}
 * (lines code TAB name). Immutable after loading, safe for any thread.
 */
public final class DivisionTable {
    private static final String DIVISIONS = "contracts/divisions/divisions.tsv";
    private static final String TRADITIONAL = "contracts/divisions/traditional.txt";

    private final long[] codes;
    private final String[] names;
    private final NameIndex index;
    private final char[] simplified;

    private DivisionTable(long[] codes, String[] names, NameIndex index, char[] simplified) {
        this.codes = codes;
        this.names = names;
        this.index = index;
        this.simplified = simplified;
    }

    /** Reads the shipped table. Blocks for some tens of milliseconds: at start-up only. */
    public static DivisionTable load() {
        String table = resource(DIVISIONS);
        int rows = (int) table.chars().filter(c -> c == '\n').count();
        long[] codes = new long[rows];
        String[] names = new String[rows];
        NameIndex index = new NameIndex();
        int from = 0;
        for (int row = 0; row < rows; row++) {
            int tab = table.indexOf('\t', from);
            int end = table.indexOf('\n', tab);
            long code = Long.parseLong(table, from, tab, 10);
            String name = table.substring(tab + 1, end);
            codes[row] = code;
            names[row] = name;
            if (!isPlaceholder(name)) {
                NameForms.of(code, name, (form, full) -> index.add(AddressText.ascii(form), code, full));
            }
            from = end + 1;
        }
        return sortedByNumber(codes, names, index);
    }

    /** Whether a division has this code today: 6, 9 or 12 digits (4 a city, 2 a province). */
    public boolean has(String code) {
        return knows(Codes.parse(code));
    }

    /** The name that belongs to a code, for example 丰财街道 to 320302002. */
    public Optional<String> name(String code) {
        int at = Arrays.binarySearch(codes, Codes.parse(code));
        return at < 0 ? Optional.empty() : Optional.of(names[at]);
    }

    /** The codes of so many digits that begin with a prefix, ascending. */
    public List<String> within(String prefix, int digits) {
        if (prefix.length() > digits || !prefix.isEmpty() && !prefix.matches("[1-9]\\d*")) {
            return List.of();
        }
        long width = power(digits - prefix.length());
        long from = prefix.isEmpty() ? power(digits - 1) : Long.parseLong(prefix) * width;
        long to = prefix.isEmpty() ? power(digits) : from + width;
        List<String> found = new ArrayList<>();
        for (int row = at(from); row < codes.length && codes[row] < to; row++) {
            found.add(Long.toString(codes[row]));
        }
        return found;
    }

    private int at(long code) {
        int row = Arrays.binarySearch(codes, code);
        return row < 0 ? -row - 1 : row;
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    /** How many divisions the table holds. */
    public int size() {
        return codes.length;
    }

    boolean knows(long code) {
        return Arrays.binarySearch(codes, code) >= 0;
    }

    NameIndex index() {
        return index;
    }

    /** The text with ASCII digits and simplified characters, as the names are written; positions stay the same. */
    String plain(String text) {
        String ascii = AddressText.ascii(text);
        for (int i = 0; i < ascii.length(); i++) {
            if (simplified[ascii.charAt(i)] != 0) {
                return simplify(ascii, i);
            }
        }
        return ascii;
    }

    private String simplify(String text, int from) {
        char[] chars = text.toCharArray();
        for (int i = from; i < chars.length; i++) {
            if (simplified[chars[i]] != 0) {
                chars[i] = simplified[chars[i]];
            }
        }
        return new String(chars);
    }

    /** 市辖区 and 省直辖县级行政区划 fill a level where there is none; nobody lives there by that name. */
    private static boolean isPlaceholder(String name) {
        return name.equals("市辖区") || name.equals("县") || name.endsWith("直辖县级行政区划");
    }

    /** The file is sorted as text (11, 1101, 110101 …), the search wants numbers. */
    private static DivisionTable sortedByNumber(long[] codes, String[] names, NameIndex index) {
        long[] sorted = codes.clone();
        Arrays.sort(sorted);
        String[] byNumber = new String[names.length];
        for (int i = 0; i < codes.length; i++) {
            byNumber[Arrays.binarySearch(sorted, codes[i])] = names[i];
        }
        return new DivisionTable(sorted, byNumber, index, traditional());
    }

    private static char[] traditional() {
        char[] simplified = new char[Character.MAX_VALUE + 1];
        resource(TRADITIONAL).lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            for (int i = 0; i + 1 < line.length(); i += 2) {
                simplified[line.charAt(i)] = line.charAt(i + 1);
            }
        });
        return simplified;
    }

    private static String resource(String name) {
        try (InputStream in = DivisionTable.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
