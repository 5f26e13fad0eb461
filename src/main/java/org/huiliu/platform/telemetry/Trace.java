package org.huiliu.platform.telemetry;

import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * W3C Trace Context: {@code 00-<trace id>-<span id>-<flags>}. One that is kept spans all that follows from a request, for
 * days. Whoever calls chooses it, so it is a label and never a proof.
 */
public final class Trace {
    private static final Pattern VALID =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final HexFormat HEX = HexFormat.of();

    private Trace() {}

    /** The header of a request if it is one, else a trace that begins here. */
    public static String of(@Nullable String traceparent) {
        return traceparent != null && VALID.matcher(traceparent).matches()
                // what later versions append is theirs; the first four fields are ours
                ? "00" + traceparent.substring(2)
                : fresh();
    }

    /** A trace that begins here. */
    public static String fresh() {
        return "00-" + hex(16) + "-" + hex(8) + "-01";
    }

    /** The same trace and a span of its own: what is sent with one attempt. */
    public static String next(String traceparent) {
        return traceparent.substring(0, 36) + hex(8) + traceparent.substring(52);
    }

    private static String hex(int bytes) {
        byte[] id = new byte[bytes];
        Random random = ThreadLocalRandom.current();
        do {
            random.nextBytes(id);
        } while (id[0] == 0);
        return HEX.formatHex(id);
    }
}
