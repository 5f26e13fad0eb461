package org.huiliu.intake.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {

    /** However the network cuts a text, its lines are the same. */
    @Test
    void linesDoNotDependOnTheChunks() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<String> wanted = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                wanted.add("投".repeat(random.nextInt(9)) + i);
            }
            byte[] text =
                    (String.join("\n", wanted) + (random.nextBoolean() ? "\n" : "")).getBytes(StandardCharsets.UTF_8);
            Lines lines = new Lines(1000);
            List<String> got = new ArrayList<>();
            for (int from = 0; from < text.length; ) {
                int to = Math.min(text.length, from + 1 + random.nextInt(40));
                lines.add(Buffer.buffer(java.util.Arrays.copyOfRange(text, from, to)));
                from = to;
                if (random.nextBoolean()) {
                    drain(lines, got);
                }
            }
            lines.end();
            drain(lines, got);
            assertThat(got).as("seed %d", seed).isEqualTo(wanted);
        }
    }

    @Test
    void aLineThatIsTooLongFailsAlone() {
        Lines lines = new Lines(5);
        lines.add(Buffer.buffer("ok\n1234567"));
        lines.add(Buffer.buffer("89\nfine\n"));
        lines.end();
        List<String> got = new ArrayList<>();
        drain(lines, got);
        assertThat(got).containsExactly("ok", "<too long>", "fine");
    }

    private static void drain(Lines lines, List<String> into) {
        Lines.Line line;
        while ((line = lines.next()) != null) {
            byte[] text = line.text();
            into.add(text == null ? "<too long>" : new String(text, StandardCharsets.UTF_8));
        }
    }
}
