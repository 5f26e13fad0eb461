package org.huiliu.warnings;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rules make of the cases about one subject. Pure. */
public final class Weighing {
    private static final int[] LEVELS = {12, 9, 6, 4};

    private Weighing() {}

    /** The rule that has tipped, and the cases that tipped it, oldest first. */
    public record Tipped(WarningRule rule, List<SubjectCase> cases) {}

    /**
     * Whether there is something to warn of: the first rule by name that tips.
     *
     * @param rules those that watch the subject
     * @param free cases that no warning about the subject has named yet
     */
    public static Optional<Tipped> tipped(List<WarningRule> rules, List<SubjectCase> free) {
        for (WarningRule rule : rules) {
            Optional<List<SubjectCase>> cases = rule.tipped(free);
            if (cases.isPresent()) {
                return Optional.of(new Tipped(rule, cases.get()));
            }
        }
        return Optional.empty();
    }

    /**
     * The cases that join a warning which stands: those that a rule counts and that lie within its window of a case in the
     * list, or of one that joins.
     *
     * @param first reporting time of the first case of the warning
     * @param last reporting time of its last case
     */
    public static List<SubjectCase> joining(
            List<WarningRule> rules, OffsetDateTime first, OffsetDateTime last, List<SubjectCase> free) {
        List<SubjectCase> joined = new ArrayList<>();
        Set<SubjectCase> left = new HashSet<>(free);
        OffsetDateTime from = first;
        OffsetDateTime to = last;
        boolean more = true;
        while (more) {
            more = false;
            for (SubjectCase one : free) {
                if (left.contains(one) && near(rules, from, to, one)) {
                    joined.add(one);
                    more = left.remove(one);
                    from = one.at().isBefore(from) ? one.at() : from;
                    to = one.at().isAfter(to) ? one.at() : to;
                }
            }
        }
        return joined;
    }

    private static boolean near(List<WarningRule> rules, OffsetDateTime from, OffsetDateTime to, SubjectCase one) {
        return rules.stream().filter(rule -> rule.counts(one.category())).anyMatch(rule -> {
            Duration span = rule.span();
            return !one.at().isBefore(from.minus(span)) && !one.at().isAfter(to.plus(span));
        });
    }

    /** The smallest division that holds all of these; empty when they have none in common or one has none. */
    public static String common(List<@Nullable String> divisions) {
        if (divisions.isEmpty() || divisions.stream().anyMatch(Objects::isNull)) {
            return "";
        }
        String one = String.valueOf(divisions.get(0));
        for (int digits : LEVELS) {
            if (one.length() >= digits) {
                String prefix = one.substring(0, digits);
                if (divisions.stream().allMatch(other -> String.valueOf(other).startsWith(prefix))) {
                    return prefix;
                }
            }
        }
        return "";
    }
}
