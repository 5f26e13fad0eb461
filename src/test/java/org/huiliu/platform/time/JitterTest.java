package org.huiliu.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JitterTest {

    @Test
    void aPauseIsBetweenHalfAndHalfMore() {
        long[] pauses = LongStream.generate(() -> Jitter.millis(Duration.ofSeconds(1)))
                .limit(10_000)
                .toArray();

        assertThat(LongStream.of(pauses)).allMatch(millis -> millis >= 500 && millis <= 1_500);
        assertThat(LongStream.of(pauses).min().orElseThrow()).isLessThan(600);
        assertThat(LongStream.of(pauses).max().orElseThrow()).isGreaterThan(1_400);
    }

    @Test
    void noPauseIsTheShortestOneThatATimerTakes() {
        assertThat(Jitter.millis(Duration.ZERO)).isEqualTo(1);
    }
}
