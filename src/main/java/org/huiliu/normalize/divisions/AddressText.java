package org.huiliu.normalize.divisions;

/** How addresses are written: full-width letters, separators, and the words before which no new address begins. */
final class AddressText {
    private static final int FULL_WIDTH_SHIFT = '！' - '!';

    /** After these an address may begin: 位于…, 住…, 与…交界, 本市…. */
    private static final String LEADS = "在于住至到从距址与和及市省县为";

    private AddressText() {}

    static String ascii(String text) {
        StringBuilder ascii = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char plain = c == '　' ? ' ' : c >= '！' && c <= '～' ? (char) (c - FULL_WIDTH_SHIFT) : c;
            if (plain != c && ascii == null) {
                ascii = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (ascii != null) {
                ascii.append(plain);
            }
        }
        return ascii == null ? text : ascii.toString();
    }

    /** Everything that is neither a Han character nor a letter or digit parts one name from the next. */
    static boolean isSeparator(char c) {
        return !Character.isLetterOrDigit(c);
    }

    static boolean mayBegin(String text, int at) {
        return at == 0 || isSeparator(text.charAt(at - 1)) || LEADS.indexOf(text.charAt(at - 1)) >= 0;
    }

    static boolean endsAt(String text, int at) {
        return at >= text.length() || isSeparator(text.charAt(at));
    }

    static int skipSeparators(String text, int from) {
        int at = from;
        while (at < text.length() && isSeparator(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
