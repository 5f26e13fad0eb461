package org.huiliu.boot.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a sandbox target misbehaves, set over HTTP.
 *
 * @param latencyMillis how long every answer takes
 * @param shares by trouble, which part of the requests (0 to 1) has it; the rest is answered properly
 * @param errorStatus what ERROR answers
 * @param retryAfterSeconds what BUSY asks for
 * @param bugs mistakes of the receiving system itself
 * @param verify with what requests must be signed; what is not is answered with 401
 * @param receipts whether it signs each case that it takes, by a receipt to the hub
 */
record Knobs(
        int latencyMillis,
        Map<Trouble, Double> shares,
        int errorStatus,
        int retryAfterSeconds,
        Set<Bug> bugs,
        @Nullable Verify verify,
        boolean receipts) {

    static final Knobs NONE = new Knobs(0, Map.of(), 500, 1, Set.of(), null, false);

    Knobs {
        shares = shares == null ? Map.of() : Map.copyOf(shares);
        bugs = bugs == null ? Set.of() : Set.copyOf(bugs);
        errorStatus = errorStatus == 0 ? 500 : errorStatus;
        retryAfterSeconds = retryAfterSeconds == 0 ? 1 : retryAfterSeconds;
    }

    /** What can happen to a request. From HANG on it was taken all the same: only its answer is lost. */
    enum Trouble {
        /** Answered with an error, not taken. */
        ERROR,
        /** Answered with 429, not taken. */
        BUSY,
        /** Never answered. */
        HANG,
        /** The answer breaks off and the sending half of the connection is closed. */
        HALF_CLOSED,
        /** Answered with what is no HTTP. */
        GARBAGE,
        /** Answered with 200 and JSON that breaks off. */
        BROKEN_JSON,
        /** Answered with 50 MB. */
        LARGE,
        /** Answered with a header that never ends. */
        ENDLESS_HEADER
    }

    /** What receiving systems get wrong. */
    enum Bug {
        /** A repeated delivery is taken as a new one. */
        DOUBLES,
        /** An older revision replaces a newer one. */
        TAKES_OLDER,
        /** What breaks the contract is taken. */
        TAKES_ANYTHING,
        /** Signatures are not looked at. */
        TRUSTS_ANYBODY,
        /** Only the first of several signatures is looked at. */
        ONE_SIGNATURE,
        /** A case that was taken is not found again. */
        FORGETS,
        /** A receipt that could not be brought is sent again under another id. */
        NEW_RECEIPT_ID,
        /** A receipt that was refused is sent again and again. */
        STUBBORN_RECEIPTS
    }

    /**
     * What requests are checked with.
     *
     * @param scheme a scheme of {@code contracts/signing}
     * @param key the secret or the public key
     */
    record Verify(String scheme, String key) {
        @Override
        public String toString() {
            return "Verify[" + scheme + "]";
        }
    }

    boolean has(Bug bug) {
        return bugs.contains(bug);
    }

    /** What happens to the next request; null when it is answered properly. */
    @Nullable
    Trouble next(RandomGenerator random) {
        double at = random.nextDouble();
        List<Trouble> troubles = new ArrayList<>(shares.keySet());
        troubles.sort(null);
        for (Trouble trouble : troubles) {
            at -= shares.getOrDefault(trouble, 0.0);
            if (at < 0) {
                return trouble;
            }
        }
        return null;
    }
}
