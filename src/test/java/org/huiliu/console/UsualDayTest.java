package org.huiliu.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsualDayTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-01-30");

    @Test
    void isTheMeanOfTheSameDayOfFourWeeks() {
        Map<LocalDate, long[]> reports = new HashMap<>();
        for (int week = 1; week <= 4; week++) {
            reports.put(TODAY.minusWeeks(week), day(week));
        }
        reports.put(TODAY.minusDays(1), day(1000));

        UsualDay usual = UsualDay.of(TODAY, reports);

        assertThat(usual.basis()).isEqualTo(new Overview.Usual(Overview.Usual.Basis.WEEKDAY, 4));
        assertThat(usual.at(9)).isEqualTo(2.5);
        assertThat(usual.at(10)).isZero();
    }

    @Test
    void isTheMeanOfTheLastDaysWhileAWeekIsMissing() {
        UsualDay usual = UsualDay.of(
                TODAY,
                Map.of(
                        TODAY.minusWeeks(1),
                        day(3),
                        TODAY.minusWeeks(2),
                        day(8),
                        TODAY.minusWeeks(4),
                        day(8),
                        TODAY.minusDays(1),
                        day(4)));

        assertThat(usual.basis()).isEqualTo(new Overview.Usual(Overview.Usual.Basis.LAST_DAYS, 2));
        assertThat(usual.at(9)).isEqualTo(3.5);
    }

    @Test
    void isUnknownOnTheFirstDay() {
        UsualDay usual = UsualDay.of(TODAY, Map.of());

        assertThat(usual.basis()).isNull();
        assertThat(usual.at(9)).isNull();
        assertThat(UsualDay.days(TODAY)).hasSize(10).doesNotContain(TODAY);
    }

    private static long[] day(long atNine) {
        long[] hours = new long[24];
        hours[9] = atNine;
        return hours;
    }
}
