package org.huiliu.dedup.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A text brought to one form: full width folded, lower case, no blanks, every mark of punctuation a {@value #BREAK},
 * numbers of buildings and rooms in one way ({@code 十二幢}, {@code 12号楼} and {@code 12#栋} are all {@code 12栋}).
 */
public final class Plain {
    /** Stands for any punctuation: nothing is read across it. */
    public static final char BREAK = '|';

    private static final String NUMERALS = "零一二三四五六七八九";
    private static final String CHINESE_DIGITS = NUMERALS + "两十百";
    private static final String MEASURES = "幢栋號号座棟楼室单期层组路线中小#第";
    private static final Pattern CHINESE_NUMBER =
            Pattern.compile("([零一二两三四五六七八九十百]{1,5})(?=幢|栋|號楼|号楼|座|单元|号|室|期|楼|层|组|路公交|号线|中学|小学)");
    private static final Pattern BUILDING = Pattern.compile("([0-9a-z]{1,4})(?:#|号|第)?(?:幢|栋|座|棟|号楼|#楼|楼栋)(?:楼)?");
    private static final Pattern SHARP = Pattern.compile("([0-9a-z]{1,4})#");

    private Plain() {}

    /** Brings a text to its plain form. */
    public static String of(String text) {
        String folded = isPlainHan(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
        StringBuilder plain = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (isHan(c) || c == '#') {
                plain.append(c);
            } else if (c >= '0' && c <= '9' || c >= 'a' && c <= 'z') {
                plain.append(c);
            } else if (c >= 'A' && c <= 'Z') {
                plain.append((char) (c + 32));
            } else if (!Character.isWhitespace(c) && c != '\u200b' && c != '\ufeff') {
                if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != BREAK) {
                    plain.append(BREAK);
                }
            }
        }
        return numbered(plain.toString());
    }

    /** Whether a character is a Chinese one. */
    public static boolean isHan(char c) {
        return c >= 0x4e00 && c <= 0x9fff;
    }

    /**
     * The text as symbols: a Chinese character is its own code, a run of digits and letters is one symbol, a break is 0.
     */
    public static int[] symbols(String plain) {
        int[] symbols = new int[plain.length()];
        int size = 0;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (isHan(c)) {
                symbols[size++] = c;
            } else if (c == BREAK || c == '#') {
                symbols[size++] = 0;
            } else {
                int run = 17;
                int j = i;
                while (j < plain.length() && isLatin(plain.charAt(j))) {
                    run = run * 31 + plain.charAt(j++);
                }
                symbols[size++] = run | 0x4000_0000;
                i = j - 1;
            }
        }
        return Arrays.copyOf(symbols, size);
    }

    static boolean isLatin(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z';
    }

    private static boolean isPlainHan(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x9fff || c < 0x4e00 && c > 0x7f && c != '，' && c != '。') {
                return false;
            }
        }
        return true;
    }

    private static String numbered(String plain) {
        boolean chinese = false;
        boolean building = false;
        for (int i = 1; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (MEASURES.indexOf(c) >= 0) {
                char before = plain.charAt(i - 1);
                chinese |= CHINESE_DIGITS.indexOf(before) >= 0;
                building |= isLatin(before) || before == '#';
            }
        }
        String digits = chinese ? CHINESE_NUMBER.matcher(plain).replaceAll(found -> arabic(found.group(1))) : plain;
        return chinese || building
                ? SHARP.matcher(BUILDING.matcher(digits).replaceAll("$1栋")).replaceAll("$1栋")
                : digits;
    }

    private static String arabic(String numeral) {
        int value = 0;
        int digit = 0;
        boolean positional = numeral.indexOf('十') >= 0 || numeral.indexOf('百') >= 0;
        for (int i = 0; i < numeral.length(); i++) {
            char c = numeral.charAt(i);
            if (c == '十') {
                value += (digit == 0 ? 1 : digit) * 10;
                digit = 0;
            } else if (c == '百') {
                value += digit * 100;
                digit = 0;
            } else {
                int next = c == '两' ? 2 : NUMERALS.indexOf(c);
                digit = positional ? next : digit * 10 + next;
            }
        }
        return Integer.toString(value + digit);
    }
}
