package org.huiliu.dedup;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.huiliu.dedup.text.Hash;
import org.huiliu.dedup.text.Reading;
import org.huiliu.model.AppealType;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Domain;
import org.huiliu.model.EmergencyFlag;
import org.huiliu.model.Medical;
import org.huiliu.model.Party;
import org.huiliu.model.Place;
import org.huiliu.model.Priority;
import org.huiliu.model.Privacy;
import org.huiliu.model.Vehicle;
import org.jspecify.annotations.Nullable;

/** What a report or the first report of a case tells, prepared for comparing. Immutable. */
public final class Matter {
    private static final Set<EmergencyFlag> LIFE = Set.of(
            EmergencyFlag.LIFE_AT_RISK,
            EmergencyFlag.TRAPPED,
            EmergencyFlag.INJURED,
            EmergencyFlag.DEAD,
            EmergencyFlag.EXPLOSION_OR_LEAK,
            EmergencyFlag.SUICIDE_RISK);

    private final String feed;
    private final Domain domain;
    private final AppealType appealType;
    private final String category;
    private final boolean emergency;
    private final Privacy.Level privacy;
    private final OffsetDateTime at;
    private final Reading reading;
    private final Address address;
    private final Marks textMarks;
    private final @Nullable String division;
    private final @Nullable Spot spot;
    private final long caller;
    private final Set<Long> parties;
    private final List<Patient> patients;
    private volatile @Nullable Sketch sketch;

    /**
     * A person to be helped, as far as it tells one from another.
     *
     * @param name hash, 0 where unknown
     */
    record Patient(
            long name, @Nullable String sex, @Nullable Integer age) {}

    private Matter(Builder from) {
        feed = from.feed;
        domain = from.domain;
        appealType = from.appealType;
        category = from.category;
        emergency = from.emergency;
        privacy = from.privacy;
        at = from.at;
        reading = from.reading;
        address = from.address;
        textMarks = from.textMarks;
        division = from.division;
        spot = from.spot;
        caller = from.caller;
        parties = Set.copyOf(from.parties);
        patients = List.copyOf(from.patients);
    }

    /**
     * Prepares a content.
     *
     * @param receivedAt stands in where the content says no time
     * @param blind the keyed hash of phone and id numbers
     */
    public static Matter of(
            String feed, CaseContent content, OffsetDateTime receivedAt, Function<String, byte[]> blind) {
        Place place = content.place();
        String address = joined(place.address(), place.landmark());
        String text = joined(content.summary(), content.description());
        Builder made = new Builder(feed, reported(content, receivedAt), Reading.of(content.title(), address, text));
        made.domain = content.domain();
        made.appealType = content.appealType();
        made.category = content.category().code();
        made.emergency = content.priority() == Priority.P1
                || content.domain() == Domain.MEDICAL
                || content.domain() == Domain.FIRE
                || content.flags().stream().anyMatch(LIFE::contains);
        made.privacy = content.privacy().level();
        made.address = Address.of(address);
        made.textMarks = Marks.inPlain(made.reading.plain());
        made.division = place.division();
        made.spot = Spot.of(place.point());
        for (Party party : content.parties()) {
            made.add(party, blind);
        }
        if (content.medical() != null) {
            made.add(content.medical());
        }
        return new Matter(made);
    }

    /**
     * Prepares a bare text, for benches and previews: a matter of no known category.
     *
     * @param caller stands for the caller, null for an unknown one
     */
    public static Matter of(String title, String text, OffsetDateTime at, @Nullable String caller) {
        Builder made = new Builder("12345", at, Reading.of(title, "", text));
        made.textMarks = Marks.inPlain(made.reading.plain());
        made.caller = caller == null ? 0 : nonZero(Hash.of(caller));
        return new Matter(made);
    }

    public String feed() {
        return feed;
    }

    public Domain domain() {
        return domain;
    }

    public AppealType appealType() {
        return appealType;
    }

    /** When it was reported; when it happened, where the source says only that. */
    public OffsetDateTime at() {
        return at;
    }

    /** Whether its category is this one or one below it. */
    boolean isOf(String prefix) {
        return Family.under(category, prefix);
    }

    Family family() {
        return Family.of(category, domain);
    }

    String category() {
        return category;
    }

    boolean emergency() {
        return emergency;
    }

    Privacy.Level privacy() {
        return privacy;
    }

    Reading reading() {
        return reading;
    }

    Address address() {
        return address;
    }

    Marks textMarks() {
        return textMarks;
    }

    @Nullable
    String division() {
        return division;
    }

    @Nullable
    Spot spot() {
        return spot;
    }

    long caller() {
        return caller;
    }

    Set<Long> parties() {
        return parties;
    }

    List<Patient> patients() {
        return patients;
    }

    Sketch drawn() {
        Sketch drawn = sketch;
        if (drawn == null) {
            drawn = Sketch.of(this);
            sketch = drawn;
        }
        return drawn;
    }

    /** The estates and firms that it names. */
    public List<About> about() {
        return About.of(reading);
    }

    /** What the index keeps of it: enough to tell the hopeless, no name and no text. */
    public byte[] sketch() {
        return drawn().bytes();
    }

    /** Under which keys it is found. */
    public List<BlockKey> keys() {
        return Keys.stored(this);
    }

    /** Under which keys others are looked for. */
    public List<BlockKey> lookups() {
        return Keys.sought(this);
    }

    /** How long it may find or be found under the policies. */
    public Duration memory(RepeatPolicies policies) {
        return policies.of(this).memory();
    }

    private static OffsetDateTime reported(CaseContent content, OffsetDateTime receivedAt) {
        if (content.times().reportedAt() != null) {
            return content.times().reportedAt();
        }
        if (content.times().acceptedAt() != null) {
            return content.times().acceptedAt();
        }
        return content.times().occurredFrom() != null ? content.times().occurredFrom() : receivedAt;
    }

    private static String joined(@Nullable String some, @Nullable String other) {
        if (some == null || other == null || some.equals(other)) {
            return some != null ? some : other != null ? other : "";
        }
        return some + "。" + other;
    }

    /** 0 stands for nobody. */
    static long nonZero(long hash) {
        return hash == 0 ? 1 : hash;
    }

    private static final class Builder {
        private final String feed;
        private final OffsetDateTime at;
        private final Reading reading;
        private Domain domain = Domain.GOV_SERVICE;
        private AppealType appealType = AppealType.OTHER;
        private String category = "";
        private boolean emergency;
        private Privacy.Level privacy = Privacy.Level.INTERNAL;
        private Address address = Address.NONE;
        private Marks textMarks = Marks.NONE;
        private @Nullable String division;
        private @Nullable Spot spot;
        private long caller;
        private final Set<Long> parties = new HashSet<>();
        private final List<Patient> patients = new ArrayList<>();

        Builder(String feed, OffsetDateTime at, Reading reading) {
            this.feed = feed;
            this.at = at;
            this.reading = reading;
        }

        void add(Party party, Function<String, byte[]> blind) {
            for (String number : new String[] {party.phone(), party.contactPhone(), party.idNumber()}) {
                if (number != null && !number.isBlank()) {
                    long hash = nonZero(Hash.of(blind.apply(number)));
                    parties.add(hash);
                    if (caller == 0 && party.role() == Party.Role.CALLER && number.equals(party.phone())) {
                        caller = hash;
                    }
                }
            }
            // a firm's name identifies it; a person's is too often 张先生
            boolean firm = party.subjectKind() == Party.SubjectKind.ENTERPRISE || isFirm(party.name());
            if (firm && party.name() != null && party.name().length() >= 4) {
                parties.add(nonZero(Hash.of(blind.apply("name:" + party.name()))));
            }
            if (party.role() == Party.Role.PATIENT) {
                long name =
                        party.name() == null ? 0 : nonZero(Hash.of(party.name().getBytes(StandardCharsets.UTF_8)));
                String sex = "1".equals(party.sex()) || "2".equals(party.sex()) ? party.sex() : null;
                patients.add(new Patient(name, sex, party.age()));
            }
        }

        void add(Medical medical) {
            Set<String> plates = new HashSet<>(textMarks.plates());
            for (Vehicle vehicle : medical.vehicles()) {
                // an ambulance is sent to the matter, it does not tell which one it is
                if (vehicle.plate() != null) {
                    plates.removeAll(Marks.in(vehicle.plate()).plates());
                }
            }
            textMarks = new Marks(textMarks.buildings(), textMarks.rooms(), plates);
        }

        private static boolean isFirm(@Nullable String name) {
            return name != null && (name.endsWith("公司") || name.endsWith("物业") || name.endsWith("厂"));
        }
    }
}
