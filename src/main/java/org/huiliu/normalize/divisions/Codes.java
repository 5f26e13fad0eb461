package org.huiliu.normalize.divisions;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic of division codes, held as numbers: 2 digits province, 4 city, 6 county, 9 street, 12 community. A code
 * begins with the code of the division above it and never with a zero.
 */
final class Codes {
    /** No division at all: the country, above every code. */
    static final long NONE = 0;

    static final int COUNTY = 6;
    static final int STREET = 9;
    static final int COMMUNITY = 12;

    private static final Pattern DIGITS = Pattern.compile("[1-9]\\d(?:\\d{2}(?:\\d{2}(?:\\d{3}(?:\\d{3})?)?)?)?");

    private Codes() {}

    /**
     * @return {@link #NONE} when the text is no division code. Zeros that only fill up the length are dropped: 320302000000
     *     is 320302, 320300 is the city 3203.
     */
    static long parse(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        String digits = AddressText.ascii(text.strip());
        if (!DIGITS.matcher(digits).matches()) {
            return NONE;
        }
        long code = Long.parseLong(digits);
        while (digits(code) > 2 && code % step(code) == 0) {
            code /= step(code);
        }
        return code;
    }

    static int digits(long code) {
        if (code == NONE) {
            return 0;
        }
        if (code < 100) {
            return 2;
        }
        if (code < 10_000) {
            return 4;
        }
        if (code < 1_000_000) {
            return COUNTY;
        }
        return code < 1_000_000_000 ? STREET : COMMUNITY;
    }

    /** The division directly above; {@link #NONE} above a province. */
    static long above(long code) {
        return code / step(code);
    }

    /** Whether one is the other or lies below it. */
    static boolean inside(long code, long whole) {
        long up = code;
        while (digits(up) > digits(whole)) {
            up = above(up);
        }
        return up == whole;
    }

    /** Whether both can be true of one place. */
    static boolean agree(long one, long other) {
        return inside(one, other) || inside(other, one);
    }

    /** The smallest division that holds both; {@link #NONE} when only the country does. */
    static long common(long one, long other) {
        long shared = one;
        while (!inside(other, shared)) {
            shared = above(shared);
        }
        return shared;
    }

    private static long step(long code) {
        return digits(code) > COUNTY ? 1000 : 100;
    }
}
