package org.huiliu.normalize;

/** Full-width forms, as Chinese input methods leave them in numbers, to their ASCII letters. */
final class Ascii {
    private static final int SHIFT = '！' - '!';

    private Ascii() {}

    static String of(String text) {
        int i = 0;
        while (i < text.length() && !isFullWidth(text.charAt(i))) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder ascii = new StringBuilder(text.length()).append(text, 0, i);
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            ascii.append(c == '　' ? ' ' : isFullWidth(c) ? (char) (c - SHIFT) : c);
        }
        return ascii.toString();
    }

    private static boolean isFullWidth(char c) {
        return c == '　' || (c >= '！' && c <= '～');
    }
}
