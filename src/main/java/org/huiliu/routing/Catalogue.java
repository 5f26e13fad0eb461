package org.huiliu.routing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dispatch catalogue (派单目录): which unit answers for which matter, at which level, in which division. */
public final class Catalogue {
    /** Without an entry. */
    public static final Catalogue EMPTY = new Catalogue(List.of());

    /** Before a host or co-unit that is a role and no target. */
    public static final String ROLE = "@";

    private static final Comparator<Item> MOST_PRECISE = Comparator.comparingInt(
                    (Item item) -> item.division().length())
            .thenComparing(item -> item.level() != null);

    private final List<Item> items;
    private final Map<String, List<Item>> byCategory = new HashMap<>();

    public Catalogue(List<Item> items) {
        this.items = List.copyOf(items);
        for (Item item : items) {
            byCategory
                    .computeIfAbsent(item.category(), none -> new ArrayList<>())
                    .add(item);
        }
    }

    /**
     * One line.
     *
     * @param category code of the matter; the codes below it are meant too
     * @param division beginning of the division's code; empty for everywhere
     * @param level for which it is asked; absent for all
     * @param host target code, or {@value Catalogue#ROLE} and a role
     * @param co who handles it too, written the same way
     */
    @RegisterForReflection
    public record Item(
            String category,
            String division,
            @Nullable Level level,
            String host,
            List<String> co,
            @Nullable String note) {
        public Item {
            co = List.copyOf(co);
        }

        Optional<Unit.Found> find(@Nullable Level asked, Facts facts, Catalogue catalogue, Units units) {
            return unit(host, asked).find(facts, catalogue, units).map(found -> {
                List<String> others = new ArrayList<>();
                co.forEach(one ->
                        unit(one, asked).find(facts, catalogue, units).ifPresent(other -> others.add(other.target())));
                return new Unit.Found(found.target(), others);
            });
        }

        private Unit unit(String code, @Nullable Level asked) {
            return code.startsWith(ROLE)
                    ? new Unit.OfRole(code.substring(ROLE.length()), asked == null ? level : asked)
                    : new Unit.Named(code);
        }
    }

    /** All lines, in the operators' order. */
    public List<Item> items() {
        return items;
    }

    /** The line for a matter: the most precise category, then division, then level. */
    Optional<Item> find(String category, @Nullable String division, @Nullable Level level) {
        String place = division == null ? "" : division;
        for (String code = category; !code.isEmpty(); code = above(code)) {
            Optional<Item> found = byCategory.getOrDefault(code, Collections.emptyList()).stream()
                    .filter(item -> place.startsWith(item.division()))
                    .filter(item -> level == null || item.level() == null || item.level() == level)
                    .max(MOST_PRECISE);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String above(String code) {
        int dot = code.lastIndexOf('.');
        return dot < 0 ? "" : code.substring(0, dot);
    }
}
