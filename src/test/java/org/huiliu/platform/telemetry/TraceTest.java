package org.huiliu.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
    private static final String GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void aTraceIsKeptAndEachAttemptHasASpanOfItsOwn() {
        assertThat(Trace.of(GIVEN)).isEqualTo(GIVEN);
        String first = Trace.next(GIVEN);
        assertThat(first).matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01");
        assertThat(first).isNotEqualTo(GIVEN).isNotEqualTo(Trace.next(GIVEN));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nX: y"
            })
    void whatIsNoTraceBeginsOne(String header) {
        assertThat(Trace.of(header)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01").isNotEqualTo(header);
    }
}
