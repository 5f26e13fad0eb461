package org.huiliu.delivery.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.huiliu.TestDatabase;
import org.huiliu.delivery.Breaker;
import org.huiliu.delivery.TargetDesk;
import org.huiliu.delivery.TargetState;
import org.huiliu.platform.bell.Bell;
import org.huiliu.platform.bell.TestBell;
import org.huiliu.platform.time.Clocks;
import org.junit.jupiter.api.Test;

/** Operators' view of a target, and their hand on the tap. */
class PgTargetDeskTest {

    @Test
    void aTargetIsPausedOnceWithItsReasonAndResumedWithARing() {
        try (TestDatabase database = TestDatabase.create()) {
            given(database);
            AtomicInteger rings = new AtomicInteger();
            TestBell bell = new TestBell();
            bell.listen(Bell.DELIVERIES, rings::incrementAndGet);
            TargetDesk desk = new PgTargetDesk(database.pool(), new PgGates(), bell, Clock.system(Clocks.CHINA));

            TargetState fresh = state(desk.state("municipal"));
            assertThat(fresh.breaker()).isEqualTo(Breaker.State.CLOSED);
            assertThat(fresh.waiting()).isEqualTo(2);
            assertThat(fresh.parked()).isEqualTo(1);
            assertThat(fresh.oldestDueAt()).isNotNull();

            TargetState paused = state(desk.pause("municipal", "对方系统升级", "operator:li"));
            assertThat(paused.waiting()).isZero();
            assertThat(paused.held()).as("all that waited").isEqualTo(2);
            assertThat(paused.paused()).isNotNull();
            TargetState again = state(desk.pause("municipal", "另一个理由", "operator:wang"));
            assertThat(again.paused()).as("as who paused it first").isEqualTo(paused.paused());

            assertThat(rings).hasValue(0);
            TargetState resumed = state(desk.resume("municipal", "operator:wang"));
            assertThat(resumed.paused()).isNull();
            assertThat(resumed.rampFrom()).isNotNull();
            assertThat(rings).hasValue(1);
            assertThat(database.sql("SELECT actor || ' ' || action AS did FROM audit ORDER BY id"))
                    .extracting(row -> row.getString("did"))
                    .containsExactly("operator:li target.pause", "operator:wang target.resume");
            assertThat(get(desk.pause("nobody", "x", "operator:li"))).isEmpty();
        }
    }

    @Test
    void outagesAreListedTheNewestFirst() {
        try (TestDatabase database = TestDatabase.create()) {
            TargetDesk desk =
                    new PgTargetDesk(database.pool(), new PgGates(), new TestBell(), Clock.system(Clocks.CHINA));
            var rows = database.sql("INSERT INTO outage (id, target, begun_at, ended_at, reason) VALUES"
                    + " ('00000000-0000-7000-8000-000000000001', 'a', '2026-01-05+08', '2026-01-06+08', 'TIMEOUT'),"
                    + " ('00000000-0000-7000-8000-000000000002', 'b', '2026-01-06+08', NULL, 'HTTP 500'),"
                    + " ('00000000-0000-7000-8000-000000000003', 'a', '2026-01-07+08', NULL, 'TIMEOUT')");
            assertThat(get(desk.outages(null, null, null, 2)))
                    .extracting(one -> one.target() + " " + one.reason())
                    .containsExactly("a TIMEOUT", "b HTTP 500");
            assertThat(get(desk.outages("a", false, null, 10))).hasSize(1);
            assertThat(get(desk.outages(null, true, null, 10))).hasSize(2);
        }
    }

    private static void given(TestDatabase database) {
        var agency = database.sql("INSERT INTO agency (code, name, reach) VALUES ('city', '市中心', 'ASSIGNED')");
        var target = database.sql("INSERT INTO target (code, name, agency, role, base_url, contract)"
                + " VALUES ('municipal', '市级', 'city', 'MUNICIPAL', 'http://127.0.0.1:1', 'receiver-municipal')");
        var owed =
                database.sql("WITH c AS (INSERT INTO cases (id, revision, state, feed, domain, appeal_type, category,"
                        + " urgency, priority, title, privacy, content, sealed_content, handling, report_count, search, opened_at,"
                        + " updated_at) SELECT gen_random_uuid(), 1, 'DISPATCHED', '110', 'OTHER', 'OTHER', 'X', 'NORMAL', 'P3',"
                        + " 'x', 'INTERNAL', '{}', '', '{}', 1, '', now(), now() FROM generate_series(1, 3) RETURNING id),"
                        + " n AS (SELECT id, row_number() OVER () AS i FROM c)"
                        + " INSERT INTO delivery (id, case_id, target, kind, case_revision, state, due_at, created_at, updated_at)"
                        + " SELECT gen_random_uuid(), id, 'municipal', 'CREATE', 1, CASE i WHEN 1 THEN 'PARKED' ELSE 'WAITING' END,"
                        + " now(), now(), now() FROM n");
    }

    private static TargetState state(Uni<Optional<TargetState>> asked) {
        return get(asked).orElseThrow();
    }

    private static <T> T get(Uni<T> asked) {
        return asked.await().atMost(Duration.ofSeconds(20));
    }
}
