package org.huiliu.partners;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The targets of a city at one moment. */
public final class Targets {
    private final Map<String, Target> byCode;
    private final Map<String, List<Target>> byRole;

    public Targets(Collection<Target> targets) {
        byCode = targets.stream().collect(Collectors.toUnmodifiableMap(Target::code, Function.identity()));
        byRole = targets.stream().collect(Collectors.groupingBy(Target::role));
    }

    /** All of them, in no particular order. */
    public Collection<Target> all() {
        return byCode.values();
    }

    public Optional<Target> target(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /**
     * The target of a role that answers for a division: the one with the longest matching division, so that a street's
     * own office comes before its district's. A case without division finds only a target that answers for all.
     *
     * @param mostDigits none whose division has a longer code
     */
    public Optional<Target> responsible(String role, @Nullable String division, int mostDigits) {
        String place = division == null ? "" : division;
        return byRole.getOrDefault(role, List.of()).stream()
                .filter(target -> target.division().length() <= mostDigits && place.startsWith(target.division()))
                .max(Comparator.comparingInt(
                                (Target target) -> target.division().length())
                        .thenComparing(Target::code));
    }
}
