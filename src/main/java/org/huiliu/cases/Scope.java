package org.huiliu.cases;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which cases a reader may see. The store applies it in its statements: a case outside does not exist for the reader. */
public sealed interface Scope {

    /** Reads the scope: exactly one of the functions is called. */
    <T> T fold(Function<City, T> city, Function<Agency, T> agency, Function<Unit, T> unit);

    /**
     * An operator's: all cases of a division. Whoever works for a whole city (at most four digits) sees the cases too
     * whose division nobody has settled yet, since somebody must.
     *
     * @param division prefix; null for all
     */
    record City(@Nullable String division) implements Scope {
        private static final int CITY_DIGITS = 4;

        /** Whether cases without a division are in it. */
        public boolean unsettled() {
            return division == null || division.length() <= CITY_DIGITS;
        }

        @Override
        public <T> T fold(Function<City, T> city, Function<Agency, T> agency, Function<Unit, T> unit) {
            return city.apply(this);
        }
    }

    /**
     * A partner agency's: the cases its targets have, and, when its reach is its division, the others of the reader's part
     * of that division, except strictly private ones.
     *
     * @param division prefix of the reader's token; null when it names none
     */
    record Agency(String code, @Nullable String division) implements Scope {
        @Override
        public <T> T fold(Function<City, T> city, Function<Agency, T> agency, Function<Unit, T> unit) {
            return agency.apply(this);
        }
    }

    /** A target's own: the cases assigned to it. */
    record Unit(String target) implements Scope {
        @Override
        public <T> T fold(Function<City, T> city, Function<Agency, T> agency, Function<Unit, T> unit) {
            return unit.apply(this);
        }
    }
}
