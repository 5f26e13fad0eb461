package org.huiliu.console;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.huiliu.delivery.TargetDesk;
import org.huiliu.delivery.TargetState;
import org.huiliu.intake.Outcome;
import org.huiliu.model.CaseState;
import org.huiliu.normalize.Division;
import org.huiliu.platform.tx.Aside;
import org.huiliu.reviews.ReviewBook;
import org.huiliu.warnings.WarningBook;
import org.huiliu.warnings.WarningState;
import org.jspecify.annotations.Nullable;

/**
 * Puts the picture of the whole together. An answer is kept for a moment for everybody of the same division: many walls cost as much as
 * one.
 */
@ApplicationScoped
public class OverviewDesk {
    /** The days of the past do not change but for what old reports are moved by a split. */
    private static final Duration USUAL_AGE = Duration.ofMinutes(10);
    /** Tokens name as many divisions as there are; nobody needs all of them at once. */
    private static final int MOST_KEPT = 500;

    private static final int NEWEST_WARNINGS = 5;
    private static final int HOURS = 24;
    private static final int CITY_DIGITS = 4;

    private final OverviewBook book;
    private final TargetDesk targets;
    private final ReviewBook reviews;
    private final WarningBook warnings;
    private final Clock clock;
    private final Duration age;
    private final Map<String, Uni<Overview>> kept = new ConcurrentHashMap<>();
    private final Map<String, Uni<UsualDay>> usual = new ConcurrentHashMap<>();

    OverviewDesk(
            OverviewBook book,
            TargetDesk targets,
            ReviewBook reviews,
            WarningBook warnings,
            Clock clock,
            @ConfigProperty(name = "huiliu.console.overview-age", defaultValue = "1500ms") Duration age) {
        this.book = book;
        this.targets = targets;
        this.reviews = reviews;
        this.warnings = warnings;
        this.clock = clock;
        this.age = age;
    }

    /** How the whole stands for who sees a division; null for all. */
    public Uni<Overview> overview(@Nullable String division) {
        return Aside.here(
                kept(kept, division == null ? "" : division, Uni.createFrom().deferred(() -> count(division)), age));
    }

    /** A failure is not kept. */
    private static <T> Uni<T> kept(Map<String, Uni<T>> kept, String key, Uni<T> question, Duration age) {
        if (kept.size() > MOST_KEPT) {
            kept.clear();
        }
        return kept.computeIfAbsent(key, absent -> question.onFailure()
                .invoke(() -> kept.remove(key))
                .memoize()
                .atLeast(age));
    }

    private Uni<Overview> count(@Nullable String division) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        OffsetDateTime today = now.truncatedTo(ChronoUnit.DAYS);
        int digits = digits(division);
        return Uni.combine()
                .all()
                .unis(
                        book.reports(division, digits, today),
                        book.open(division, digits),
                        usual(division, today.toLocalDate()),
                        book.refused(today),
                        book.oldest(division),
                        health(division),
                        warnings(division),
                        reviews.tally(division, now))
                .with((reports, open, usual, refused, oldest, health, warnings, asked) -> new Overview(
                        now,
                        division,
                        feeds(reports, refused, wholeCity(division)),
                        divisions(reports, open),
                        states(open),
                        hours(reports, usual, now.getHour()),
                        usual.basis(),
                        oldest.orElse(null),
                        health,
                        warnings,
                        new Overview.Reviews(asked.open(), asked.overdue(), asked.nextDueAt())));
    }

    private Uni<UsualDay> usual(@Nullable String division, LocalDate today) {
        usual.keySet().removeIf(key -> !key.startsWith(today.toString()));
        Uni<UsualDay> question = Uni.createFrom()
                .deferred(() -> book.days(division, UsualDay.days(today)))
                .map(days -> UsualDay.of(today, days));
        return kept(usual, today + " " + division, question, USUAL_AGE);
    }

    private Uni<List<Overview.Target>> health(@Nullable String division) {
        return Uni.combine()
                .all()
                .unis(book.targets(division), targets.states())
                .with((names, states) -> states.stream()
                        .filter(state -> names.containsKey(state.target()))
                        .map(state -> target(state, names.getOrDefault(state.target(), state.target())))
                        .sorted(Comparator.comparing((Overview.Target one) -> !one.troubled())
                                .thenComparing(Overview.Target::target))
                        .toList());
    }

    private Uni<Overview.Warnings> warnings(@Nullable String division) {
        WarningBook.Reader reader = new WarningBook.Reader(division, null);
        return Uni.combine()
                .all()
                .unis(
                        warnings.count(reader, WarningState.OPEN),
                        warnings.page(reader, WarningState.OPEN, null, NEWEST_WARNINGS))
                .with(Overview.Warnings::new);
    }

    // ---------------------------------------------------------------- rows to figures

    static List<Overview.Feed> feeds(List<OverviewBook.Reports> reports, Map<String, Long> refused, boolean wholeCity) {
        Map<String, long[]> feeds = new TreeMap<>();
        refused.keySet().forEach(feed -> feeds.put(feed, new long[4]));
        for (OverviewBook.Reports one : reports) {
            long[] counts = feeds.computeIfAbsent(one.feed(), none -> new long[4]);
            counts[0] += one.count();
            counts[1] += opened(one);
            counts[2] += one.outcome().equals(Outcome.REPEAT.name()) ? one.count() : 0;
            counts[3] += one.outcome().equals(Outcome.SUSPECTED.name()) ? one.count() : 0;
        }
        return feeds.entrySet().stream()
                .map(one -> new Overview.Feed(
                        one.getKey(),
                        one.getValue()[0],
                        one.getValue()[1],
                        one.getValue()[2],
                        one.getValue()[3],
                        wholeCity ? refused.getOrDefault(one.getKey(), 0L) : null))
                .toList();
    }

    /** Without a division last. */
    static List<Overview.Division> divisions(List<OverviewBook.Reports> reports, List<OverviewBook.Cases> open) {
        Map<@Nullable String, long[]> divisions = new TreeMap<>(Comparator.nullsLast(Comparator.naturalOrder()));
        for (OverviewBook.Cases one : open) {
            long[] counts = divisions.computeIfAbsent(one.division(), none -> new long[3]);
            counts[0] += one.open();
            counts[2] += one.overdue();
        }
        for (OverviewBook.Reports one : reports) {
            if (opened(one) > 0) {
                divisions.computeIfAbsent(one.division(), none -> new long[3])[1] += opened(one);
            }
        }
        return divisions.entrySet().stream()
                .map(one ->
                        new Overview.Division(one.getKey(), one.getValue()[0], one.getValue()[1], one.getValue()[2]))
                .toList();
    }

    private static List<Overview.State> states(List<OverviewBook.Cases> open) {
        Map<CaseState, Long> states = new EnumMap<>(CaseState.class);
        open.forEach(one -> states.merge(one.state(), one.open(), Long::sum));
        return states.entrySet().stream()
                .map(one -> new Overview.State(one.getKey(), one.getValue()))
                .toList();
    }

    private static List<Overview.Hour> hours(List<OverviewBook.Reports> reports, UsualDay usual, int now) {
        long[] counts = new long[HOURS];
        reports.forEach(one -> counts[one.hour()] += one.count());
        List<Overview.Hour> hours = new ArrayList<>(HOURS);
        for (int hour = 0; hour < HOURS; hour++) {
            hours.add(new Overview.Hour(hour, hour <= now ? counts[hour] : null, usual.at(hour)));
        }
        return hours;
    }

    private static long opened(OverviewBook.Reports one) {
        return one.outcome().equals(Outcome.OPENED.name()) || one.outcome().equals(Outcome.SUSPECTED.name())
                ? one.count()
                : 0;
    }

    private static Overview.Target target(TargetState state, String name) {
        return new Overview.Target(
                state.target(),
                name,
                state.enabled(),
                state.paused() != null,
                state.breaker(),
                state.waiting(),
                state.held(),
                state.parked(),
                state.oldestDueAt());
    }

    private static boolean wholeCity(@Nullable String division) {
        return division == null || division.length() <= CITY_DIGITS;
    }

    /** Counties for who sees a city or more, else what lies below the reader's own division. */
    private static int digits(@Nullable String division) {
        return division == null
                ? Division.Level.COUNTY.digits()
                : Division.Level.below(Math.max(division.length(), CITY_DIGITS)).digits();
    }
}
