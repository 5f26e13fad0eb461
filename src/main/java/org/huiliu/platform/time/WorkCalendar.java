package org.huiliu.platform.time;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When offices work: Monday to Friday but for holidays, and the weekends that make up for them.
 *
 * @param exceptions days whose nature a notice has fixed, true for a day off
 * @param hours the working hours of a day
 */
public record WorkCalendar(Map<LocalDate, Boolean> exceptions, List<Hours> hours) {
    private static final String NOTICES = "/contracts/calendars/china.csv";
    private static final List<Hours> OFFICE_HOURS = List.of(
            new Hours(LocalTime.of(9, 0), LocalTime.of(12, 0)), new Hours(LocalTime.of(13, 0), LocalTime.of(17, 0)));

    /** The calendar of the yearly national notices, with office hours from 9 to 12 and from 13 to 17. */
    public static final WorkCalendar NATIONAL = new WorkCalendar(read(NOTICES), OFFICE_HOURS);

    public WorkCalendar {
        exceptions = Map.copyOf(exceptions);
        hours = List.copyOf(hours);
    }

    /** A stretch of a day; its end is not part of it. */
    public record Hours(LocalTime from, LocalTime to) {
        boolean hold(LocalTime time) {
            return !time.isBefore(from) && time.isBefore(to);
        }
    }

    /** Whether offices work on this day. */
    public boolean workingDay(LocalDate day) {
        Boolean off = exceptions.get(day);
        if (off != null) {
            return !off;
        }
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    /** Whether offices work at this moment, by China's clock. */
    public boolean working(OffsetDateTime moment) {
        OffsetDateTime local = Clocks.local(moment);
        return workingDay(local.toLocalDate()) && hours.stream().anyMatch(one -> one.hold(local.toLocalTime()));
    }

    private static Map<LocalDate, Boolean> read(String resource) {
        Map<LocalDate, Boolean> days = new HashMap<>();
        try (InputStream stream = WorkCalendar.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the calendar " + resource + " is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", 3))
                    .forEach(day -> days.put(LocalDate.parse(day[0]), day[1].equals("1")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return days;
    }
}
