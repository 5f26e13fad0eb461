package org.huiliu.dedup;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.huiliu.model.AppealType;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Category;
import org.huiliu.model.Domain;
import org.huiliu.model.EmergencyFlag;
import org.huiliu.model.Party;
import org.huiliu.model.Place;
import org.huiliu.model.Point;
import org.huiliu.model.Priority;
import org.huiliu.model.Privacy;
import org.huiliu.model.Times;
import org.huiliu.model.Urgency;
import org.jspecify.annotations.Nullable;

/** An invented report, made in the words of a test. */
final class Reported {
    static final OffsetDateTime NINE = OffsetDateTime.parse("2026-03-02T09:00:00+08:00");

    private final String feed;
    private final Domain domain;
    private final String category;
    private String title = "";
    private String text = "";
    private OffsetDateTime at = NINE;
    private AppealType appeal = AppealType.COMPLAINT;
    private Priority priority = Priority.P3;
    private Privacy privacy = Privacy.INTERNAL;
    private @Nullable String address;
    private @Nullable String division;
    private @Nullable Point point;
    private final List<Party> parties = new ArrayList<>();

    private Reported(String feed, Domain domain, String category) {
        this.feed = feed;
        this.domain = domain;
        this.category = category;
    }

    static Reported on12345(String category) {
        return new Reported("12345", Domain.GOV_SERVICE, category);
    }

    static Reported on110(String category) {
        Domain domain = category.startsWith("fire") ? Domain.FIRE : Domain.POLICE;
        return new Reported("110", domain, category).appeal(AppealType.ALARM);
    }

    static Reported on120() {
        return new Reported("120", Domain.MEDICAL, "medical.emergency")
                .appeal(AppealType.EMERGENCY_CALL)
                .priority(Priority.P1)
                .privacy(Privacy.Level.CONFIDENTIAL);
    }

    static Reported on12348(String category) {
        return new Reported("12348", Domain.LEGAL, category).appeal(AppealType.LEGAL_SERVICE);
    }

    Reported says(String newTitle, String newText) {
        title = newTitle;
        text = newText;
        return this;
    }

    Reported after(long minutes) {
        at = NINE.plusMinutes(minutes);
        return this;
    }

    Reported at(String newAddress, String newDivision) {
        address = newAddress;
        division = newDivision;
        return this;
    }

    Reported point(double lon, double lat) {
        point = new Point(lon, lat, Point.Datum.GCJ02, null, null);
        return this;
    }

    Reported caller(String phone) {
        parties.add(party(Party.Role.CALLER, "某女士", phone, null, null));
        return this;
    }

    Reported against(String name, @Nullable String phone) {
        parties.add(party(Party.Role.PARTY, name, phone, null, null));
        return this;
    }

    Reported patient(String name, String sex, int age) {
        parties.add(party(Party.Role.PATIENT, name, null, sex, age));
        return this;
    }

    Reported privacy(Privacy.Level level) {
        privacy = new Privacy(level, null);
        return this;
    }

    Reported appeal(AppealType newAppeal) {
        appeal = newAppeal;
        return this;
    }

    Reported priority(Priority newPriority) {
        priority = newPriority;
        return this;
    }

    Matter matter() {
        CaseContent content = new CaseContent(
                domain,
                appeal,
                new Category("huiliu", "1", category, null, List.of()),
                null,
                List.of(),
                Urgency.NORMAL,
                priority,
                Set.<EmergencyFlag>of(),
                new Times(null, null, at, null, null),
                new Place(address, null, division, null, null, null, null, point, null),
                parties,
                title,
                null,
                text,
                List.of(),
                List.of(),
                null,
                null,
                null,
                privacy,
                List.of(),
                null,
                null,
                false,
                false,
                List.of());
        return Matter.of(feed, content, at, number -> number.getBytes(StandardCharsets.UTF_8));
    }

    private static Party party(
            Party.Role role, String name, @Nullable String phone, @Nullable String sex, @Nullable Integer age) {
        return new Party(role, name, sex, age, phone, null, null, null, false, null, null);
    }
}
