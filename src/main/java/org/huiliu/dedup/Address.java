package org.huiliu.dedup;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.huiliu.dedup.text.Commonness;
import org.huiliu.dedup.text.Names;
import org.huiliu.dedup.text.Plain;

/**
 * What the address field of a report tells, as against what its words mention: here a name is where it happened.
 *
 * @param marks buildings and rooms
 * @param names of roads, estates and villages
 * @param houses numbers on a road (路12号), not those of buildings
 */
record Address(Marks marks, Map<Names.Kind, Set<String>> names, Set<String> houses) {
    static final Address NONE = new Address(Marks.NONE, Map.of(), Set.of());

    private static final Set<Names.Kind> PLACES = Set.of(Names.Kind.ROAD, Names.Kind.ESTATE, Names.Kind.VILLAGE);
    private static final Pattern HOUSE = Pattern.compile("(?<=[路街巷道弄])([0-9]{1,4})号(?![楼栋])");
    /** Of shorter names one character is too much to have been misheard. */
    private static final int MISHEARD = 3;

    static Address of(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        String plain = Plain.of(text);
        Map<Names.Kind, Set<String>> names = new EnumMap<>(Names.Kind.class);
        for (Names.Name name : Names.in(plain, Commonness.shipped())) {
            // 丰财街 of 丰财街道 is no road
            boolean street = plain.startsWith("道", name.at() + name.core().length());
            if (PLACES.contains(name.kind()) && !street) {
                names.computeIfAbsent(name.kind(), kind -> new HashSet<>()).add(name.core());
            }
        }
        Set<String> houses = new HashSet<>();
        Matcher house = HOUSE.matcher(plain);
        while (house.find()) {
            houses.add(house.group(1));
        }
        return new Address(Marks.inPlain(plain), names, houses);
    }

    /** Whether some kind of name, estate or road or village, is another in each. */
    boolean elsewhere(Address other) {
        return names.entrySet().stream().anyMatch(one -> {
            Set<String> theirs = other.names.getOrDefault(one.getKey(), Set.of());
            return Marks.differ(one.getValue(), theirs);
        });
    }

    /** Whether the names that differ are so much alike that one of them may have been misheard. */
    boolean misheard(Address other) {
        return names.entrySet().stream()
                .filter(one -> Marks.differ(one.getValue(), other.names.getOrDefault(one.getKey(), Set.of())))
                .allMatch(one -> one.getValue().stream()
                        .anyMatch(mine -> other.names.getOrDefault(one.getKey(), Set.of()).stream()
                                .anyMatch(theirs -> misheard(mine, theirs))));
    }

    private static boolean misheard(String mine, String theirs) {
        if (mine.contains(theirs) || theirs.contains(mine)) {
            return true;
        }
        if (mine.length() != theirs.length() || mine.length() < MISHEARD) {
            return false;
        }
        int different = 0;
        for (int i = 0; i < mine.length(); i++) {
            different += mine.charAt(i) == theirs.charAt(i) ? 0 : 1;
        }
        return different == 1;
    }
}
