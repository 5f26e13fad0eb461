package org.huiliu.normalize;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads times as the lines write them: {@code 2025-09-11 09:24:15}, {@code 2025/9/11 9:24}, {@code 20250911092415}, ISO
 * with or without zone, {@code 2025年9月11日 9时24分}, a date alone (midnight) and spreadsheet serials ({@code
 * 45911.39184}). A time without zone is in the feed's zone. Day/month/year orders are not read: they cannot be told apart.
 */
final class TimeStyles {
    private static final Pattern SEPARATED = Pattern.compile("(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?"
            + "(?:[T ]*(?<=[T 日])(\\d{1,2})[:时時点點](?:(\\d{1,2})(?:[:分](?:(\\d{1,2})(?:[.,](\\d{1,9}))?秒?)?)?)?"
            + " ?(Z|[+-]\\d{2}(?::?\\d{2})?)?)?");
    private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:T?(\\d{2})(\\d{2})(\\d{2})?)?");
    private static final Pattern SERIAL = Pattern.compile("\\d{5}(?:\\.\\d{1,18})?");

    /** Spreadsheets count days from here (their 1900 system, with its invented 29 February 1900). */
    private static final LocalDate SERIAL_EPOCH = LocalDate.of(1899, 12, 30);

    private static final BigDecimal MILLIS_PER_DAY = BigDecimal.valueOf(86_400_000L);

    /** A year outside these bounds is a wrong clock or a wrong field, not a report. */
    private static final int FIRST_YEAR = 1900;

    private static final int LAST_YEAR = 2199;

    private final ZoneId zone;

    TimeStyles(ZoneId zone) {
        this.zone = zone;
    }

    Optional<OffsetDateTime> read(@Nullable String text) {
        if (text == null || text.length() < 5 || text.length() > 40) {
            return Optional.empty();
        }
        String ascii = Ascii.of(text).strip();
        try {
            return Optional.ofNullable(readStyles(ascii))
                    .filter(time -> time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR);
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private @Nullable OffsetDateTime readStyles(String text) {
        Matcher separated = SEPARATED.matcher(text);
        if (separated.matches()) {
            return at(local(separated, fraction(separated.group(7))), separated.group(8));
        }
        Matcher compact = COMPACT.matcher(text);
        if (compact.matches()) {
            return at(local(compact, 0), null);
        }
        return SERIAL.matcher(text).matches() ? at(serial(text), null) : null;
    }

    private static LocalDateTime local(Matcher groups, int nanos) {
        LocalDate day = LocalDate.of(number(groups, 1), number(groups, 2), number(groups, 3));
        int hour = number(groups, 4);
        int minute = number(groups, 5);
        int second = number(groups, 6);
        // Some lines write midnight as the end of the day before.
        boolean endOfDay = hour == 24 && minute == 0 && second == 0 && nanos == 0;
        return endOfDay ? day.plusDays(1).atStartOfDay() : day.atTime(hour, minute, second, nanos);
    }

    private static int number(Matcher groups, int group) {
        String digits = groups.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int fraction(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt((digits + "00000000").substring(0, 9));
    }

    private static LocalDateTime serial(String text) {
        long millis = new BigDecimal(text)
                .multiply(MILLIS_PER_DAY)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        // A serial holds about a tenth of a millisecond; sources write whole seconds.
        long seconds = Math.floorDiv(millis + 500, 1000L);
        return SERIAL_EPOCH.atStartOfDay().plusSeconds(seconds);
    }

    private OffsetDateTime at(LocalDateTime local, @Nullable String offset) {
        return offset == null
                ? local.atZone(zone).toOffsetDateTime()
                : local.atOffset(ZoneOffset.of(offset)).truncatedTo(ChronoUnit.NANOS);
    }
}
