package org.huiliu.normalize.divisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.huiliu.normalize.ResolvedDivision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table against the whole of its data, and addresses made of it by a seeded generator. */
class DivisionTableTest {
    private static final DivisionTable TABLE = DivisionTable.load();
    private static final TableDivisionResolver RESOLVER = new TableDivisionResolver(TABLE);
    private static final Map<String, String> NAMES = names();

    @Test
    void everyDivisionIsThere() {
        assertThat(TABLE.size()).isEqualTo(46_114);
        NAMES.forEach((code, name) -> assertThat(TABLE.name(code)).contains(name));
        assertThat(TABLE.name("320602")).isEmpty();
        assertThat(TABLE.has("330203100")).isTrue();
    }

    @Test
    void everyFullAddressOfAStreetLeadsToThatStreetOrToItsCountyButNeverElsewhere() {
        int exact = 0;
        int streets = 0;
        for (String code : NAMES.keySet()) {
            if (code.length() == 9) {
                streets++;
                Optional<String> found = resolve(fullAddress(code) + "某小区12幢", null);
                assertThat(found.filter(other -> !isPart(code, other)))
                        .as("%s %s", code, fullAddress(code))
                        .isEmpty();
                exact += found.filter(code::equals).isPresent() ? 1 : 0;
            }
        }
        assertThat(exact).isGreaterThan(streets * 99 / 100);
    }

    /** Random parts of the chain, random suffixes and separators, random frame: the answer is the place or nothing. */
    @Test
    void noWayToWriteAnAddressLeadsElsewhere() {
        Random random = new Random(20250911);
        List<String> streets = NAMES.keySet().stream()
                .filter(code -> code.length() == 9)
                .sorted()
                .toList();
        int settled = 0;
        for (int i = 0; i < 50_000; i++) {
            String code = streets.get(random.nextInt(streets.size()));
            String address = written(code, random);
            String within = random.nextInt(3) == 0 ? code.substring(0, 4) : null;
            Optional<String> found = resolve(address, within);
            assertThat(found.filter(other -> !isPart(code, other)))
                    .as("%s within %s, made of %s", address, within, code)
                    .isEmpty();
            settled += found.isPresent() ? 1 : 0;
        }
        assertThat(settled).isGreaterThan(45_000);
    }

    @Test
    void anyTextIsReadWithoutAFault() {
        Random random = new Random(7);
        List<String> parts = new ArrayList<>(NAMES.values());
        parts.addAll(List.of("区", "街道", "１２", "（", "，", "路", "\u0000", "𠮷", "某小区", " ", "与"));
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                String part = parts.get(random.nextInt(parts.size()));
                text.append(part, random.nextInt(part.length()), part.length());
            }
            Optional<String> found = resolve(text.toString(), null);
            assertThat(found.filter(code -> !TABLE.has(code))).isEmpty();
        }
    }

    private static Optional<String> resolve(String address, @Nullable String within) {
        return RESOLVER.resolve(null, List.of(address), within).map(ResolvedDivision::code);
    }

    /** Whether the answer is the place itself, what holds it, or a community in it. */
    private static boolean isPart(String place, String answer) {
        return place.startsWith(answer) || answer.startsWith(place);
    }

    private static String fullAddress(String street) {
        return name(street, 2) + name(street, 4) + name(street, 6) + name(street, 9);
    }

    private static String name(String code, int digits) {
        String name = NAMES.getOrDefault(code.substring(0, digits), "");
        return name.equals("市辖区") || name.equals("县") || name.endsWith("行政区划") ? "" : name;
    }

    /** At least the county, so that the truth is in the text. */
    private static String written(String street, Random random) {
        String[] separators = {"", "", "", " ", "，", "/"};
        StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "我在" : "");
        for (int digits : new int[] {2, 4, 6, 9}) {
            if (digits == 6 || random.nextInt(3) > 0) {
                String name = name(street, digits);
                if (digits == 9 && random.nextInt(3) == 0) {
                    name = name.replaceAll("街道$", "街道办");
                } else if (digits <= 4 && random.nextInt(3) == 0) {
                    name = name.replaceAll("[省市]$", "");
                }
                text.append(name).append(separators[random.nextInt(separators.length)]);
            }
        }
        String[] tails = {"", "某小区12幢", "某路88号", "１２号楼", " 东门"};
        return text.append(tails[random.nextInt(tails.length)]).toString();
    }

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        try {
            for (String line : Files.readAllLines(Path.of("contracts/divisions/divisions.tsv"))) {
                String[] cells = line.split("\t", -1);
                names.put(cells[0], cells[1]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
