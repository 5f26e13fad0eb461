package org.huiliu.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PacingTest {
    private static final OffsetDateTime START = OffsetDateTime.parse("2026-11-22T08:00:00+08:00");
    private static final int PER_SECOND = 1_000;
    private static final Duration SPACING = Duration.ofNanos(1_020_000);

    @Test
    void whoIsOnTimeDoesNotWait() {
        Pacing pacing = new Pacing();
        for (int i = 0; i < 100; i++) {
            assertThat(pacing.take("one", SPACING, START.plus(SPACING.multipliedBy(i))))
                    .isZero();
        }
    }

    @Test
    void targetsDoNotWaitForEachOther() {
        Pacing pacing = new Pacing();
        Duration slowly = Duration.ofSeconds(5);
        assertThat(pacing.take("one", slowly, START)).isZero();
        assertThat(pacing.take("one", slowly, START)).isEqualTo(Duration.ofMillis(4_996));
        assertThat(pacing.take("two", slowly, START)).isZero();
    }

    /** Requests whose slots are a spacing apart, on a machine that stands still now and then. */
    @RepeatedTest(20)
    void whatAPauseHasHeldUpDoesNotGoOutAtOnce(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        Pacing pacing = new Pacing();
        List<OffsetDateTime> begun = new ArrayList<>();
        OffsetDateTime awake = START;
        for (int i = 0; i < 5 * PER_SECOND; i++) {
            OffsetDateTime slot = START.plus(SPACING.multipliedBy(i));
            if (random.nextInt(400) == 0) {
                awake = slot.plus(Duration.ofMillis(random.nextInt(400)));
            }
            OffsetDateTime fires = slot.isBefore(awake) ? awake : slot;
            begun.add(fires.plus(pacing.take("one", SPACING, fires)));
        }
        assertThat(begun).hasSize(5 * PER_SECOND);
        assertThat(mostInASecond(begun)).isLessThanOrEqualTo(PER_SECOND);
    }

    private static int mostInASecond(List<OffsetDateTime> begun) {
        int most = 0;
        for (int from = 0, to = 0; to < begun.size(); to++) {
            while (Duration.between(begun.get(from), begun.get(to)).toSeconds() >= 1) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
