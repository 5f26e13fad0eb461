package org.huiliu.platform.net;

import java.util.regex.Pattern;

/** Headers of a request that the hub itself, or the connection, sets: what people configure may not name them. */
public final class OwnHeaders {
    private static final Pattern OWN = Pattern.compile(
            "host|connection|content-.*|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*|accept|"
                    + "huiliu-.*|webhook-.*|traceparent|tracestate",
            Pattern.CASE_INSENSITIVE);

    private OwnHeaders() {}

    /** Whether a header is one of them, in whatever case it is written. */
    public static boolean has(String header) {
        return OWN.matcher(header).matches();
    }
}
