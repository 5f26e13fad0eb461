package org.huiliu.delivery.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a signed request as a receiver does, by one scheme. */
public final class Verifier {
    /** How far the clocks of both sides may differ, and how long a recorded request is of use. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,13}");

    private final Scheme scheme;
    private final List<VerifyingKey> keys;

    /**
     * A verifier.
     *
     * @param keys those that are valid; one that fits is enough
     */
    public Verifier(Scheme scheme, List<VerifyingKey> keys) {
        this.scheme = scheme;
        this.keys = List.copyOf(keys);
    }

    /** What a check says. */
    public enum Verdict {
        /** The hub wrote it, just now. A receiver still has to remember the id, or the nonce, for as long as the tolerance. */
        GENUINE,
        /** A header is missing or holds what cannot be there. */
        UNSIGNED,
        /** Signed too long ago, or too far in the future. */
        STALE,
        /** No signature of this scheme fits. */
        FORGED
    }

    /**
     * Checks a request.
     *
     * @param header gives a header's value by its name, null where there is none
     * @param body the bytes as they came, before anything is parsed
     */
    public Verdict check(
            String method, String path, Function<String, @Nullable String> header, byte[] body, Instant now) {
        String id = header.apply(scheme.standard() ? Signatures.WEBHOOK_ID : Signatures.DELIVERY_ID);
        String time = header.apply(scheme.standard() ? Signatures.WEBHOOK_TIMESTAMP : Signatures.TIMESTAMP);
        String signatures = header.apply(scheme.standard() ? Signatures.WEBHOOK_SIGNATURE : Signatures.SIGNATURE);
        String nonce = scheme.standard() ? "" : header.apply(Signatures.NONCE);
        String appId = scheme.standard() ? "" : header.apply(Signatures.APP_ID);
        if (id == null || time == null || signatures == null || nonce == null || appId == null) {
            return Verdict.UNSIGNED;
        }
        if (!NUMBER.matcher(time).matches()) {
            return Verdict.UNSIGNED;
        }
        Instant at = scheme.standard()
                ? Instant.ofEpochSecond(Long.parseLong(time))
                : Instant.ofEpochMilli(Long.parseLong(time));
        if (Duration.between(at, now).abs().compareTo(TOLERANCE) > 0) {
            return Verdict.STALE;
        }
        byte[] content = scheme.content(new Message(id, method, path, body), new Stamp(at, nonce, appId));
        return fits(content, signatures) ? Verdict.GENUINE : Verdict.FORGED;
    }

    private boolean fits(byte[] content, String signatures) {
        String mark = scheme.tag() + ",";
        for (String one : signatures.split(" ", 16)) {
            if (one.startsWith(mark)
                    && keys.stream().anyMatch(key -> key.fits(content, one.substring(mark.length())))) {
                return true;
            }
        }
        return false;
    }
}
