package org.huiliu.dedup;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.huiliu.dedup.text.Plain;

/**
 * Numbers that tell one thing from another: buildings, rooms, plates.
 *
 * @param buildings such as {@code 12栋}
 * @param rooms such as {@code 1203室}, {@code 2单元}
 * @param plates of vehicles, without blanks and dots
 */
record Marks(Set<String> buildings, Set<String> rooms, Set<String> plates) {
    static final Marks NONE = new Marks(Set.of(), Set.of(), Set.of());

    private static final Pattern BUILDING = Pattern.compile("[0-9a-z]{1,4}栋");
    private static final Pattern ROOM =
            Pattern.compile("(?<=[栋元座层号])([0-9]{3,4})(?:室|房|号房)?(?![0-9a-z号栋])|([0-9]{3,4})(?:室|房)");
    private static final String PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
    private static final Pattern PLATE = Pattern.compile("[" + PROVINCES + "][a-z][·|]?[0-9a-z]{5,6}");

    Marks {
        buildings = Set.copyOf(buildings);
        rooms = Set.copyOf(rooms);
        plates = Set.copyOf(plates);
    }

    static Marks in(String text) {
        return text.isEmpty() ? NONE : inPlain(Plain.of(text));
    }

    static Marks inPlain(String plain) {
        boolean digits = false;
        boolean plated = false;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            digits |= c >= '0' && c <= '9';
            plated |= c >= 'a' && c <= 'z' && i > 0 && PROVINCES.indexOf(plain.charAt(i - 1)) >= 0;
        }
        if (!digits) {
            return NONE;
        }
        Set<String> plates = new HashSet<>();
        Matcher plate = PLATE.matcher(plated ? plain : "");
        while (plate.find()) {
            String found = plate.group().replace("|", "").replace("·", "");
            if (found.chars().filter(Character::isDigit).count() >= 3) {
                plates.add(found);
            }
        }
        return new Marks(all(BUILDING, "栋", plain), all(ROOM, "室房栋元座层", plain), plates);
    }

    /** Whether both have some and none is common. */
    static boolean differ(Set<String> some, Set<String> other) {
        return !some.isEmpty() && !other.isEmpty() && Collections.disjoint(some, other);
    }

    private static Set<String> all(Pattern pattern, String needed, String plain) {
        Set<String> found = new HashSet<>();
        if (needed.chars().noneMatch(c -> plain.indexOf(c) >= 0)) {
            return found;
        }
        Matcher matcher = pattern.matcher(plain);
        while (matcher.find()) {
            found.add(digits(matcher.group()));
        }
        return found;
    }

    private static String digits(String text) {
        return text.replaceAll("[^0-9a-z栋]", "");
    }
}
