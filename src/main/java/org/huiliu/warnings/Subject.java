package org.huiliu.warnings;

import org.jspecify.annotations.Nullable;

/**
 * What several cases may be about.
 *
 * @param name as texts have it, without a general ending
 * @param area division in which the name names one thing; empty where the place is unknown
 */
public record Subject(Kind kind, String name, String area) {
    private static final int COUNTY_DIGITS = 6;
    private static final int CITY_DIGITS = 4;

    /** The kinds of subjects. */
    public enum Kind {
        /** 小区、村、大厦: its name names one in a county. */
        ESTATE(COUNTY_DIGITS),
        /** 公司、物业、工地: it may work in all of a city. */
        FIRM(CITY_DIGITS);

        private final int digits;

        Kind(int digits) {
            this.digits = digits;
        }
    }

    /** The subject of a name heard at a place. */
    public static Subject at(Kind kind, String name, @Nullable String division) {
        String place = division == null ? "" : division;
        return new Subject(kind, name, place.substring(0, Math.min(kind.digits, place.length())));
    }
}
