package org.huiliu.normalize;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settles in which administrative division an address lies. In memory, no I/O, safe for any thread. It never guesses:
 * there are four 鼓楼区, so a name that fits two places settles nothing.
 */
public interface DivisionResolver {

    /**
     * The most precise division that the code or the addresses settle.
     *
     * @param code the code as sent, of 6, 9 or 12 digits, or anything a source puts in that field
     * @param addressTexts addresses as sent, the most telling first
     * @param within the code of the division that the feed serves (a prefix), where its contract names one
     */
    Optional<ResolvedDivision> resolve(@Nullable String code, List<String> addressTexts, @Nullable String within);

    /** The name that belongs to a code today; empty for a code that there is not. */
    default Optional<String> name(String code) {
        return Optional.empty();
    }

    /** The division of a code; empty for a code that there is not. */
    default Optional<Division> division(String code) {
        return name(code).map(name -> new Division(code, name, name));
    }

    /** The divisions of a level whose codes begin with a prefix, by code. */
    default List<Division> within(String prefix, Division.Level level) {
        return List.of();
    }
}
