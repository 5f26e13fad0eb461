package org.huiliu.routing;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is to handle a case, as a rule names it. */
public sealed interface Unit {
    /** Stands for the line that took the call. */
    String FIRST_RECEIVER = "FIRST_RECEIVER";

    /** Before a line's feed: the role of the target that takes its cases over. */
    String LINE_ROLE = "LINE-";

    /** The unit for a case; empty where there is none. */
    Optional<Found> find(Facts facts, Catalogue catalogue, Units units);

    /** As it is read behind the arrow of a rule. */
    String words(Wording wording);

    /**
     * A unit that was found.
     *
     * @param co who handles it too, where the dispatch catalogue names them
     */
    record Found(String target, List<String> co) {
        static Optional<Found> of(Optional<String> target) {
            return target.map(code -> new Found(code, List.of()));
        }
    }

    /** Always the same one. */
    record Named(String target) implements Unit {
        @Override
        public Optional<Found> find(Facts facts, Catalogue catalogue, Units units) {
            return Found.of(Optional.of(target).filter(units::known));
        }

        @Override
        public String words(Wording wording) {
            return wording.target(target);
        }
    }

    /**
     * The one of a role that answers for the place.
     *
     * @param level not below this one; absent for the nearest
     */
    record OfRole(String role, @Nullable Level level) implements Unit {
        @Override
        public Optional<Found> find(Facts facts, Catalogue catalogue, Units units) {
            int most = level == null ? Level.COMMUNITY.digits() : level.digits();
            return Found.of(units.responsible(role, facts.division(), most));
        }

        @Override
        public String words(Wording wording) {
            return wording.role(role) + Unit.at(level, wording);
        }
    }

    /** The one that the dispatch catalogue names for the matter. */
    record FromCatalogue(@Nullable Level level) implements Unit {
        @Override
        public Optional<Found> find(Facts facts, Catalogue catalogue, Units units) {
            return catalogue
                    .find(facts.content().category().code(), facts.division(), level)
                    .flatMap(item -> item.find(level, facts, catalogue, units));
        }

        @Override
        public String words(Wording wording) {
            return wording.language().of("派单目录", "dispatch catalogue") + Unit.at(level, wording);
        }
    }

    /** The one above another: what is beyond a unit's authority. */
    record ParentOf(Unit of, int hops) implements Unit {
        @Override
        public Optional<Found> find(Facts facts, Catalogue catalogue, Units units) {
            Optional<String> unit = of.find(facts, catalogue, units).map(Found::target);
            for (int i = 0; i < hops; i++) {
                unit = unit.flatMap(units::parent);
            }
            return Found.of(unit);
        }

        @Override
        public String words(Wording wording) {
            String up = hops == 1 ? "" : wording.language().of(hops + "级", hops + " levels ");
            return wording.language()
                    .of(of.words(wording) + "的上" + (up.isEmpty() ? "级" : up), up + "above " + of.words(wording));
        }
    }

    /**
     * The system of a line.
     *
     * @param feed its feed, or {@value Unit#FIRST_RECEIVER}
     */
    record Line(String feed) implements Unit {
        @Override
        public Optional<Found> find(Facts facts, Catalogue catalogue, Units units) {
            String line = feed.equals(FIRST_RECEIVER) ? facts.feed() : feed;
            return Found.of(units.responsible(LINE_ROLE + line, facts.division(), Level.COMMUNITY.digits()));
        }

        @Override
        public String words(Wording wording) {
            return feed.equals(FIRST_RECEIVER) ? wording.language().of("首接热线", "the line that took the call") : feed;
        }
    }

    private static String at(@Nullable Level level, Wording wording) {
        return level == null ? "" : wording.language().of("(按" + level.zh() + ")", " (" + level + ")");
    }
}
