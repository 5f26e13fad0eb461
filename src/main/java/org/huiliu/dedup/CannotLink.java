package org.huiliu.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.huiliu.dedup.Matter.Patient;
import org.huiliu.dedup.text.Doubt;
import org.huiliu.model.Domain;
import org.huiliu.model.Privacy;
import org.jspecify.annotations.Nullable;

/**
 * What keeps two reports apart however alike their texts are. A hard one separates; a soft one leaves the question to an
 * operator. Each is a small value that gives its reason in words.
 */
enum CannotLink {
    /** 绝密 is joined to nothing; a confidential case to none that others may read. */
    CONFIDENTIAL {
        @Override
        Optional<Objection> check(Pair pair) {
            Privacy.Level some = pair.report().privacy();
            Privacy.Level other = pair.first().privacy();
            if (some == Privacy.Level.STRICT || other == Privacy.Level.STRICT) {
                return hard("a strictly confidential case stays alone");
            }
            boolean one = some == Privacy.Level.CONFIDENTIAL;
            boolean two = other == Privacy.Level.CONFIDENTIAL;
            if (one != two) {
                return hard("one is confidential, the other is not");
            }
            boolean medical =
                    pair.report().domain() == Domain.MEDICAL && pair.first().domain() == Domain.MEDICAL;
            return one && !medical && !pair.sameCaller() ? hard("confidential, and another caller") : none();
        }
    },

    /** An emergency is forwarded first and linked afterwards. */
    LIVE_EMERGENCY {
        @Override
        Optional<Objection> check(Pair pair) {
            return pair.first().emergency()
                            && !pair.rival().forwarded()
                            && !pair.rival().closed()
                    ? soft("the emergency is not forwarded yet")
                    : none();
        }
    },

    /** A working order never swallows an emergency. */
    EMERGENCY_OF_ITS_OWN {
        @Override
        Optional<Objection> check(Pair pair) {
            return pair.report().emergency() && !pair.first().emergency()
                    ? soft("an emergency is not joined to a working order")
                    : none();
        }
    },

    /** A patient's case goes to an ambulance, whatever else happened at the same door. */
    MEDICAL {
        @Override
        Optional<Objection> check(Pair pair) {
            return (pair.report().domain() == Domain.MEDICAL) != (pair.first().domain() == Domain.MEDICAL)
                    ? soft("one is a medical matter, the other is not")
                    : none();
        }
    },

    /** Two patients are two matters. */
    PATIENT {
        @Override
        Optional<Objection> check(Pair pair) {
            List<Patient> some = pair.report().patients();
            List<Patient> others = pair.first().patients();
            if (some.isEmpty() || others.isEmpty()) {
                return none();
            }
            boolean one = some.stream().anyMatch(mine -> others.stream().anyMatch(theirs -> mayBeOne(mine, theirs)));
            return one ? none() : hard("another patient");
        }
    },

    /** Two plates are two vehicles. */
    PLATE {
        @Override
        Optional<Objection> check(Pair pair) {
            return Marks.differ(
                            pair.report().textMarks().plates(),
                            pair.first().textMarks().plates())
                    ? hard("another vehicle: the plates differ")
                    : none();
        }
    },

    /** Two buildings or rooms are two places, unless the matter reaches further than an estate. */
    BUILDING {
        @Override
        Optional<Objection> check(Pair pair) {
            if (pair.policy().radiusM() >= WIDE_M) {
                return none();
            }
            Marks some = pair.report().address().marks();
            Marks other = pair.first().address().marks();
            if (Marks.differ(some.buildings(), other.buildings())) {
                return hard("another building");
            }
            if (Marks.differ(some.rooms(), other.rooms())) {
                return hard("another room");
            }
            return Marks.differ(buildings(pair.report()), buildings(pair.first()))
                            || Marks.differ(rooms(pair.report()), rooms(pair.first()))
                    ? soft("the texts name other buildings or rooms")
                    : none();
        }
    },

    /** Two addresses with other estates, roads or houses, unless the matter reaches further. */
    ADDRESS {
        @Override
        Optional<Objection> check(Pair pair) {
            Address some = pair.report().address();
            Address other = pair.first().address();
            if (pair.policy().radiusM() >= WIDE_M || pair.metres() != null) {
                return none();
            }
            if (some.elsewhere(other)) {
                return some.misheard(other)
                        ? soft("the addresses name places that sound alike")
                        : hard("the addresses name other places");
            }
            return Marks.differ(some.houses(), other.houses()) ? soft("another house on the road") : none();
        }
    },

    /** Beyond the radius it is another place. */
    DISTANCE {
        @Override
        Optional<Objection> check(Pair pair) {
            Integer metres = pair.metres();
            return metres != null && metres > pair.reachM()
                    ? hard(metres + " m apart, more than " + pair.policy().radiusM())
                    : none();
        }
    },

    /** Another division is another place, even of the same name, unless the points lie close across its border. */
    DIVISION {
        @Override
        Optional<Objection> check(Pair pair) {
            String some = pair.report().division();
            String other = pair.first().division();
            if (some == null || other == null || pair.metres() != null) {
                return none();
            }
            if (!some.regionMatches(0, other, 0, Math.min(6, Math.min(some.length(), other.length())))) {
                return hard("another district");
            }
            int common = Math.min(some.length(), other.length());
            return some.regionMatches(0, other, 0, common) ? none() : soft("another street or community");
        }
    },

    /** Estates, schools or firms that exclude each other: the same words about another place. */
    NAME {
        @Override
        Optional<Objection> check(Pair pair) {
            return doubt(
                    pair, Doubt.OTHER_NAMES, "other names: " + pair.likeness().names());
        }
    },

    /** Other districts in the texts, where no code tells. */
    DISTRICT {
        @Override
        Optional<Objection> check(Pair pair) {
            return doubt(pair, Doubt.OTHER_DISTRICTS, "the texts name other districts");
        }
    },

    /** The same place with another problem. */
    TOPIC {
        @Override
        Optional<Objection> check(Pair pair) {
            return doubt(pair, Doubt.OTHER_TOPICS, "the titles tell of different things");
        }
    },

    /** One caller's form letters for different requests. */
    FORM_LETTER {
        @Override
        Optional<Objection> check(Pair pair) {
            if (!pair.doubts().contains(Doubt.FORM_LETTER)) {
                return none();
            }
            String reason = "one caller, another title, no name in common";
            return pair.doubts().contains(Doubt.OTHER_TOPICS) ? hard(reason) : soft(reason);
        }
    },

    /** Disputes need a party in common. */
    PARTY {
        @Override
        Optional<Objection> check(Pair pair) {
            return pair.policy().commonParty() && !pair.commonParty() ? soft("no party in common") : none();
        }
    };

    /** From this radius on a matter is one of an area, not of a building. */
    static final int WIDE_M = 1_000;

    /** Why two reports are kept apart. */
    record Objection(CannotLink rule, boolean hard, String reason) {}

    abstract Optional<Objection> check(Pair pair);

    static List<Objection> objections(Pair pair) {
        List<Objection> objections = new ArrayList<>();
        for (CannotLink rule : values()) {
            rule.check(pair).ifPresent(objections::add);
        }
        return objections;
    }

    Optional<Objection> hard(String reason) {
        return Optional.of(new Objection(this, true, reason));
    }

    Optional<Objection> soft(String reason) {
        return Optional.of(new Objection(this, false, reason));
    }

    static Optional<Objection> none() {
        return Optional.empty();
    }

    Optional<Objection> doubt(Pair pair, Doubt doubt, String reason) {
        return pair.doubts().contains(doubt) ? soft(reason) : none();
    }

    private static Set<String> buildings(Matter matter) {
        return matter.address().marks().buildings().isEmpty()
                ? matter.textMarks().buildings()
                : matter.address().marks().buildings();
    }

    private static Set<String> rooms(Matter matter) {
        return matter.address().marks().rooms().isEmpty()
                ? matter.textMarks().rooms()
                : matter.address().marks().rooms();
    }

    private static boolean mayBeOne(Patient mine, Patient theirs) {
        boolean names = mine.name() == 0 || theirs.name() == 0 || mine.name() == theirs.name();
        boolean sexes = mine.sex() == null || theirs.sex() == null || mine.sex().equals(theirs.sex());
        return sexes && near(mine.age(), theirs.age()) && (names || near(mine.age(), theirs.age()));
    }

    /** A bystander guesses an age. */
    private static boolean near(@Nullable Integer mine, @Nullable Integer theirs) {
        return mine == null || theirs == null || Math.abs(mine - theirs) <= 10;
    }
}
