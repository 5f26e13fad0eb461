package org.huiliu.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.huiliu.TestDatabase;
import org.junit.jupiter.api.Test;

class HousekeepingTest {

    @Test
    void partitionsOfTheMonthsAheadAreMadeAndOldKeysForgotten() {
        try (TestDatabase database = TestDatabase.create()) {
            run(database, "DROP TABLE " + partition(database, "report", 2));
            run(
                    database,
                    "INSERT INTO idempotency VALUES"
                            + " ('feed-110', 'old', '\\x00', gen_random_uuid(), gen_random_uuid(), 'OPENED', '2026-01-01+08'),"
                            + " ('feed-110', 'new', '\\x00', gen_random_uuid(), gen_random_uuid(), 'OPENED', '2026-03-01+08')");
            Clock march = Clock.fixed(Instant.parse("2026-03-02T00:00:00Z"), ZoneOffset.ofHours(8));
            Housekeeping housekeeping = new Housekeeping(
                    database.vertx(),
                    database.pool(),
                    march,
                    Duration.ofDays(30),
                    Duration.ofDays(7),
                    Duration.ofDays(50));
            run(
                    database,
                    "SELECT ensure_month('attempt', day::date) FROM unnest('{2025-12-05,2026-01-05,2026-02-05}'::date[]) AS day");
            housekeeping.keepHouse().await().atMost(Duration.ofSeconds(10));
            housekeeping.keepHouse().await().atMost(Duration.ofSeconds(10));
            assertThat(partition(database, "report", 2)).isNotNull();
            assertThat(
                            database.sql(
                                    "SELECT relname FROM pg_class WHERE relname ~ '^attempt_20(25|260[1-3])' AND relkind = 'r' ORDER BY 1"))
                    .as("a month of which a day is still remembered stays")
                    .extracting(row -> row.getString("relname"))
                    .containsExactly("attempt_202601", "attempt_202602");
            assertThat(database.sql("SELECT key FROM idempotency"))
                    .extracting(row -> row.getString("key"))
                    .containsExactly("new");
        }
    }

    private static String partition(TestDatabase database, String parent, int monthsAhead) {
        return database.sql("SELECT to_regclass('" + parent + "_' || to_char(current_date + interval '" + monthsAhead
                        + " months', 'YYYYMM'))::text AS name")
                .get(0)
                .getString("name");
    }

    private static void run(TestDatabase database, String sql) {
        var rows = database.sql(sql);
    }
}
