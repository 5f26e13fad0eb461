package org.huiliu.warnings;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * So many different matters about one subject within a window make a warning. Data that operators edit.
 *
 * @param zh what operators read
 * @param subject which kind of subject it watches
 * @param categories prefixes of category codes, each {@code gov} or {@code gov.housing}; empty for all
 * @param cases how many, at least 2
 * @param window ISO 8601 duration, for example {@code P7D}
 */
public record WarningRule(
        String name,
        String zh,
        Subject.@Nullable Kind subject,
        List<String> categories,
        int cases,
        String window,
        boolean enabled) {
    /** The longest window that a rule may have: cases further back are not looked at. */
    public static final Duration LONGEST = Duration.ofDays(366);

    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final int FEWEST = 2;
    private static final int MOST = 100;
    private static final int LONGEST_TEXT = 100;
    private static final int MOST_CATEGORIES = 50;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern CATEGORY =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*(\\.[A-Za-z0-9][A-Za-z0-9-]*){0,7}");

    public WarningRule {
        categories = List.copyOf(categories);
    }

    /** How far apart the first and the last of the cases may be. */
    public Duration span() {
        return Duration.parse(window);
    }

    /** Whether it counts cases of a category. */
    public boolean counts(String category) {
        return categories.isEmpty()
                || categories.stream().anyMatch(prefix -> category.equals(prefix) || category.startsWith(prefix + "."));
    }

    /**
     * The cases that make a warning: the first that lie close enough together, and what follows them.
     *
     * @param free cases about one subject that no warning has named yet
     * @return oldest first; empty when they are too few or too far apart
     */
    public Optional<List<SubjectCase>> tipped(List<SubjectCase> free) {
        List<SubjectCase> counted = free.stream()
                .filter(one -> counts(one.category()))
                .sorted(Comparator.comparing(SubjectCase::at).thenComparing(SubjectCase::caseId))
                .toList();
        for (int first = 0; first + cases <= counted.size(); first++) {
            if (near(counted.get(first), counted.get(first + cases - 1))) {
                return Optional.of(chain(counted, first));
            }
        }
        return Optional.empty();
    }

    private List<SubjectCase> chain(List<SubjectCase> counted, int first) {
        List<SubjectCase> chained = new ArrayList<>(counted.subList(first, first + cases));
        for (SubjectCase next : counted.subList(first + cases, counted.size())) {
            if (!near(chained.get(chained.size() - 1), next)) {
                break;
            }
            chained.add(next);
        }
        return chained;
    }

    private boolean near(SubjectCase earlier, SubjectCase later) {
        return Duration.between(earlier.at(), later.at()).compareTo(span()) <= 0;
    }

    /** What is wrong with it; empty when it may be written. */
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            faults.add(Fault.at("/name", "pattern", "Lower-case letters, digits and hyphens."));
        }
        if (zh.isBlank() || zh.length() > LONGEST_TEXT) {
            faults.add(Fault.at("/zh", "length", "From 1 to " + LONGEST_TEXT + " characters."));
        }
        if (subject == null) {
            faults.add(new Fault("/subject", "enum", "Not one of these.", List.of("ESTATE", "FIRM")));
        }
        if (categories.size() > MOST_CATEGORIES) {
            faults.add(Fault.at("/categories", "length", "At most " + MOST_CATEGORIES + " prefixes."));
        }
        for (int i = 0; i < categories.size(); i++) {
            if (!CATEGORY.matcher(categories.get(i)).matches()) {
                faults.add(Fault.at("/categories/" + i, "pattern", "A category code or the beginning of one."));
            }
        }
        if (cases < FEWEST || cases > MOST) {
            faults.add(Fault.at("/cases", "range", "From " + FEWEST + " to " + MOST + "."));
        }
        if (!windowIsSound()) {
            faults.add(Fault.at("/window", "duration", "An ISO 8601 duration from PT1H to P366D, for example P7D."));
        }
        return faults;
    }

    private boolean windowIsSound() {
        try {
            return span().compareTo(SHORTEST) >= 0 && span().compareTo(LONGEST) <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
