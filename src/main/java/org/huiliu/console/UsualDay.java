package org.huiliu.console;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How many reports an hour usually has: the mean of the same day of the last four weeks; while one of those had none at all, of those of
 * the last seven days that had any.
 *
 * @param hours 24 means; empty when nothing is known
 */
record UsualDay(Overview.@Nullable Usual basis, List<Double> hours) {
    private static final int WEEKS = 4;
    private static final int DAYS = 7;
    private static final int HOURS = 24;

    /** The days whose reports must be known. */
    static Collection<LocalDate> days(LocalDate today) {
        Collection<LocalDate> days = new TreeSet<>();
        for (int week = 1; week <= WEEKS; week++) {
            days.add(today.minusWeeks(week));
        }
        for (int day = 1; day <= DAYS; day++) {
            days.add(today.minusDays(day));
        }
        return days;
    }

    static UsualDay of(LocalDate today, Map<LocalDate, long[]> reports) {
        List<long[]> weekdays = new ArrayList<>();
        for (int week = 1; week <= WEEKS; week++) {
            addIfThere(weekdays, reports.get(today.minusWeeks(week)));
        }
        if (weekdays.size() == WEEKS) {
            return mean(Overview.Usual.Basis.WEEKDAY, weekdays);
        }
        List<long[]> last = new ArrayList<>();
        for (int day = 1; day <= DAYS; day++) {
            addIfThere(last, reports.get(today.minusDays(day)));
        }
        return last.isEmpty() ? new UsualDay(null, List.of()) : mean(Overview.Usual.Basis.LAST_DAYS, last);
    }

    /** What is usual at an hour. */
    @Nullable
    Double at(int hour) {
        return hours.isEmpty() ? null : hours.get(hour);
    }

    private static void addIfThere(List<long[]> days, long @Nullable [] day) {
        if (day != null) {
            days.add(day);
        }
    }

    private static UsualDay mean(Overview.Usual.Basis basis, List<long[]> days) {
        List<Double> hours = new ArrayList<>(HOURS);
        for (int hour = 0; hour < HOURS; hour++) {
            long sum = 0;
            for (long[] day : days) {
                sum += day[hour];
            }
            hours.add(Math.round(sum * 10.0 / days.size()) / 10.0);
        }
        return new UsualDay(new Overview.Usual(basis, days.size()), hours);
    }
}
