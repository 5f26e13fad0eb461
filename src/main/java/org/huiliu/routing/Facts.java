package org.huiliu.routing;

import java.text.Normalizer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Urgency;
import org.jspecify.annotations.Nullable;

/**
 * What rules may ask about one case. No personal data: no field gives a party, a number or the medical part.
 *
 * <p>Not for several threads: what was read once is kept.
 */
public final class Facts {
    private static final char FULL_WIDTH_FIRST = '\uFF01';
    private static final char FULL_WIDTH_LAST = '\uFF5E';
    private static final char IDEOGRAPHIC_SPACE = '\u3000';

    private final String feed;
    private final CaseContent content;
    private final int reportCount;
    private final int callerCount;
    private final OffsetDateTime receivedAt;
    private final @Nullable List<String>[] read = slots();

    private Facts(String feed, CaseContent content, int reportCount, int callerCount, OffsetDateTime receivedAt) {
        this.feed = feed;
        this.content = content;
        this.reportCount = reportCount;
        this.callerCount = callerCount;
        this.receivedAt = receivedAt;
    }

    /**
     * The facts of a case.
     *
     * @param feed that opened it
     * @param receivedAt when it was opened
     */
    public static Facts of(
            String feed, CaseContent content, int reportCount, int callerCount, OffsetDateTime receivedAt) {
        return new Facts(feed, content, reportCount, callerCount, receivedAt);
    }

    public String feed() {
        return feed;
    }

    public CaseContent content() {
        return content;
    }

    public int reportCount() {
        return reportCount;
    }

    public int callerCount() {
        return callerCount;
    }

    public OffsetDateTime receivedAt() {
        return receivedAt;
    }

    /** Where it happened, where that is settled. */
    public @Nullable String division() {
        return content.place().division();
    }

    /** The values that the case has in a field, in the form in which conditions compare them. */
    List<String> texts(Field field) {
        List<String> known = read[field.ordinal()];
        if (known == null) {
            known = field.kind() == Field.Kind.TEXT ? comparable(field.texts(this)) : field.texts(this);
            read[field.ordinal()] = known;
        }
        return known;
    }

    /** The same case with what rules have made of it, for the rules that come after them. */
    Facts marked(@Nullable Urgency urgency, Set<String> tags) {
        CaseContent marked = urgency == null ? content : content.urgent(urgency);
        if (!tags.isEmpty()) {
            marked = marked.tagged(tags);
        }
        return new Facts(feed, marked, reportCount, callerCount, receivedAt);
    }

    private static List<String> comparable(List<String> texts) {
        List<String> comparable = new ArrayList<>(texts.size());
        for (String text : texts) {
            comparable.add(comparable(text));
        }
        return comparable;
    }

    /** Full-width and half-width, upper and lower case are one: NFKC in small letters, the usual characters by hand. */
    static String comparable(String text) {
        char[] plain = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char same = comparable(c);
            if (same == 0) {
                return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
            }
            if (same != c) {
                plain = plain == null ? text.toCharArray() : plain;
                plain[i] = same;
            }
        }
        return plain == null ? text : new String(plain);
    }

    /** What the character compares as; 0 if that takes more than looking at it. */
    private static char comparable(char c) {
        if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST) {
            return small((char) (c - FULL_WIDTH_FIRST + '!'));
        }
        if (c == IDEOGRAPHIC_SPACE) {
            return ' ';
        }
        boolean itself = c < 0x80 || c >= 0x4E00 && c <= 0x9FFF || "、。《》【】“”‘’—·".indexOf(c) >= 0;
        return itself && c != 0 ? small(c) : 0;
    }

    private static char small(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java makes no array of a generic type
    private static @Nullable List<String>[] slots() {
        return new List[Field.values().length];
    }

    /** Without the content: a log line must not leak a citizen. */
    @Override
    public String toString() {
        return "Facts[" + feed + " " + content + "]";
    }
}
