package org.huiliu.cases;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the stream of changes: everything up to it has been read. Readers keep it as an opaque text.
 *
 * @param xid number of the transaction that wrote the last event read, unsigned
 * @param event id of that event
 */
public record Bookmark(long xid, long event) implements Comparable<Bookmark> {
    /** Before everything that is kept. */
    public static final Bookmark BEGINNING = new Bookmark(0, 0);

    private static final int RADIX = 36;
    private static final Pattern TEXT = Pattern.compile("c([0-9a-z]{1,13})-([0-9a-z]{1,12})");

    /** The bookmark of a text that {@link #text} made; empty for any other text. */
    public static Optional<Bookmark> of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Bookmark(Long.parseUnsignedLong(parts.group(1), RADIX), Long.parseLong(parts.group(2), RADIX)));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    /** As readers get it. */
    public String text() {
        return "c" + Long.toUnsignedString(xid, RADIX) + "-" + Long.toString(event, RADIX);
    }

    /** In the order of the stream. */
    @Override
    public int compareTo(Bookmark other) {
        int byTransaction = Long.compareUnsigned(xid, other.xid);
        return byTransaction == 0 ? Long.compare(event, other.event) : byTransaction;
    }
}
