package org.huiliu.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeStylesTest {
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final TimeStyles times = new TimeStyles(CHINA);

    @ParameterizedTest
    @CsvSource({
        "2025-09-11 09:24:15,        2025-09-11T09:24:15+08:00",
        "2025/9/1 7:05,              2025-09-01T07:05:00+08:00",
        "2025/9/1 7:05:09,           2025-09-01T07:05:09+08:00",
        "2025.9.1 7:05,              2025-09-01T07:05:00+08:00",
        "20250911092415,             2025-09-11T09:24:15+08:00",
        "202509110924,               2025-09-11T09:24:00+08:00",
        "20250911,                   2025-09-11T00:00:00+08:00",
        "2025-09-11T09:24:15,        2025-09-11T09:24:15+08:00",
        "2025-09-11T09:24:15Z,       2025-09-11T09:24:15Z",
        "2025-09-11T09:24:15.250+09:00, 2025-09-11T09:24:15.250+09:00",
        "2025-09-11T09:24:15+0900,   2025-09-11T09:24:15+09:00",
        "2025-09-11,                 2025-09-11T00:00:00+08:00",
        "2025-09-11 24:00:00,        2025-09-12T00:00:00+08:00",
        "2025年9月11日 9时24分15秒,  2025-09-11T09:24:15+08:00",
        "2025年9月11日21時05分,      2025-09-11T21:05:00+08:00",
        "２０２５－９－１　７：０５,  2025-09-01T07:05:00+08:00",
        "45911,                      2025-09-11T00:00:00+08:00",
        "45911.5,                    2025-09-11T12:00:00+08:00",
        "45911.39184027778,          2025-09-11T09:24:15+08:00"
    })
    void aStyleOfTheLinesIsRead(String written, OffsetDateTime meant) {
        assertThat(times.read(written)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2025",
                "2025-13-01",
                "2025-02-30 10:00:00",
                "2025-09-11 25:00:00",
                "2025-09-11 24:00:01",
                "9/11/2025 10:00",
                "1025-09-11",
                "4591",
                "459110",
                "0000-00-00 00:00:00",
                "2025-09-1109:24:15",
                "2025-09-11 09:24:15 tomorrow",
                "99999999999999"
            })
    void whatIsNoTimeIsNotGuessed(String written) {
        assertThat(times.read(written)).isEmpty();
    }

    @Test
    void everyTimeIsReadBackFromEveryStyle() {
        List<DateTimeFormatter> styles = List.of(
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"),
                DateTimeFormatter.ofPattern("yyyy/M/d H:mm:ss"),
                DateTimeFormatter.ofPattern("yyyyMMddHHmmss"),
                DateTimeFormatter.ofPattern("yyyy年M月d日H时m分s秒"),
                DateTimeFormatter.ISO_LOCAL_DATE_TIME);
        Random random = new Random(8);
        for (int i = 0; i < 5_000; i++) {
            LocalDateTime time = LocalDateTime.ofEpochSecond(random.nextLong(0, 4_000_000_000L), 0, ZoneOffset.UTC)
                    .withNano(0);
            for (DateTimeFormatter style : styles) {
                assertThat(times.read(style.format(time))).contains(time.atOffset(CHINA));
            }
        }
    }

    @Test
    void randomTextNeverThrows() {
        Random random = new Random(9);
        String letters = "0123456789-/.: TZ+年月日时分秒０：";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(24); n > 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(times.read(text.toString())).isNotNull();
        }
    }
}
