package org.huiliu.normalize.divisions;

import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.huiliu.model.Place;
import org.huiliu.normalize.Division;
import org.huiliu.normalize.DivisionResolver;
import org.huiliu.normalize.ResolvedDivision;
import org.jspecify.annotations.Nullable;

/**
 * Settles divisions by the table of all of them.
 *
 * <ul>
 *   <li>A known code wins; an unknown street or community falls to what is known of it; an address may only make it more
 *       precise (county by code, street by address).
 *   <li>Without a known code the address decides, narrowed by the division that the feed serves. An address that says
 *       its province or city may lead outside of it, a mere county or street name may not. Where nothing narrows it, a
 *       mere street name settles nothing even if the table has it once: 雄州镇 of today is not the one people still mean.
 *   <li>What still fits two counties is unresolved; what fits two streets of one county is the county.
 * </ul>
 */
@Startup // the table is read before the first report, not on its event loop
@Singleton
public class TableDivisionResolver implements DivisionResolver {
    /** An address names its divisions at its head; a text longer than this is a story. */
    private static final int LONGEST_ADDRESS = 200;

    /** What an address means that contradicts itself or what is known. */
    private static final Set<Long> ANYWHERE = Set.of(Codes.NONE);

    private final DivisionTable table;
    private final AddressReader reader;

    @Inject
    TableDivisionResolver() {
        this(DivisionTable.load());
    }

    public TableDivisionResolver(DivisionTable table) {
        this.table = table;
        this.reader = new AddressReader(table.index());
    }

    @Override
    public Optional<ResolvedDivision> resolve(
            @Nullable String code, List<String> addressTexts, @Nullable String within) {
        long known = knownPartOf(Codes.parse(code));
        long settled = known == Codes.NONE
                ? byAddress(addressTexts, Codes.parse(within), false)
                : byAddress(addressTexts, known, true);
        if (Codes.digits(known) >= Codes.COUNTY && !(settled != known && Codes.inside(settled, known))) {
            return answer(known, Place.ResolvedBy.CODE);
        }
        return answer(settled, Place.ResolvedBy.ADDRESS);
    }

    @Override
    public Optional<String> name(String code) {
        return table.name(code);
    }

    @Override
    public Optional<Division> division(String code) {
        return table.name(code).map(name -> new Division(code, name, fullName(code)));
    }

    @Override
    public List<Division> within(String prefix, Division.Level level) {
        return table.within(prefix, level.digits()).stream()
                .flatMap(code -> division(code).stream())
                .toList();
    }

    /** From the county on: a street's name alone is found in many places. */
    private String fullName(String code) {
        StringBuilder name = new StringBuilder();
        for (int digits : new int[] {Codes.COUNTY, Codes.STREET}) {
            if (code.length() > digits) {
                name.append(table.name(code.substring(0, digits)).orElse(""));
            }
        }
        return name.append(table.name(code).orElse("")).toString();
    }

    private static Optional<ResolvedDivision> answer(long code, Place.ResolvedBy by) {
        return Codes.digits(code) < Codes.COUNTY
                ? Optional.empty()
                : Optional.of(new ResolvedDivision(Long.toString(code), by));
    }

    /** An old county code says nothing: its land may lie in two counties now. */
    private long knownPartOf(long code) {
        long known = code;
        while (Codes.digits(known) > Codes.COUNTY && !table.knows(known)) {
            known = Codes.above(known);
        }
        return table.knows(known) ? known : Codes.NONE;
    }

    private long byAddress(List<String> addressTexts, long frame, boolean certain) {
        Set<Long> open = Set.of();
        for (String text : addressTexts) {
            Set<Long> meant = meaningsOf(shortened(text), frame, certain);
            open = open.isEmpty() ? meant : choose(open, meant);
            long settled = common(open);
            if (Codes.digits(settled) >= Codes.COUNTY) {
                return settled;
            }
        }
        return Codes.NONE;
    }

    private String shortened(String text) {
        return table.plain(text.length() > LONGEST_ADDRESS ? text.substring(0, LONGEST_ADDRESS) : text);
    }

    /** Every division that the text can mean; none when it names none. */
    private Set<Long> meaningsOf(String text, long frame, boolean certain) {
        Set<Long> meant = Set.of();
        boolean anchored = frame != Codes.NONE;
        for (List<Chain> readings : reader.read(text, frame)) {
            Set<Long> options = within(frame, certain, readings);
            meant = meant.isEmpty() ? options : merge(meant, options);
            if (meant.isEmpty()) {
                return ANYWHERE;
            }
            anchored |= !readings.get(0).isMereStreet();
        }
        return anchored ? meant : Set.of();
    }

    private static Set<Long> within(long frame, boolean certain, List<Chain> readings) {
        Set<Long> inside = new LinkedHashSet<>();
        Set<Long> outside = new LinkedHashSet<>();
        for (Chain reading : readings) {
            if (Codes.agree(reading.leaf(), frame)) {
                inside.add(deeper(reading.leaf(), frame));
            } else if (reading.fromAbove() && !certain) {
                outside.add(reading.leaf());
            }
        }
        return inside.isEmpty() ? outside : inside;
    }

    /** Two names in one address narrow each other down; two streets of one county leave the county. */
    private static Set<Long> merge(Set<Long> some, Set<Long> others) {
        Set<Long> agreed = new LinkedHashSet<>();
        Set<Long> counties = new LinkedHashSet<>();
        for (long one : some) {
            for (long other : others) {
                if (Codes.agree(one, other)) {
                    agreed.add(deeper(one, other));
                } else if (Codes.digits(Codes.common(one, other)) >= Codes.COUNTY) {
                    counties.add(Codes.common(one, other));
                }
            }
        }
        return agreed.isEmpty() ? counties : agreed;
    }

    /** A second address tells which of the first one's counties is meant, but not which street of it. */
    private static Set<Long> choose(Set<Long> some, Set<Long> hints) {
        Set<Long> chosen = new LinkedHashSet<>(some);
        chosen.removeIf(one -> hints.stream()
                .noneMatch(hint -> Codes.agree(one, hint) || Codes.digits(Codes.common(one, hint)) >= Codes.COUNTY));
        return hints.isEmpty() ? some : chosen;
    }

    private static long common(Set<Long> codes) {
        long shared = Codes.NONE;
        boolean first = true;
        for (long code : codes) {
            shared = first ? code : Codes.common(shared, code);
            first = false;
        }
        return shared;
    }

    private static long deeper(long one, long other) {
        return Codes.digits(one) >= Codes.digits(other) ? one : other;
    }
}
