package org.huiliu.delivery.signing;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/**
 * What makes one attempt differ from the next, so that a request that somebody recorded is of no use later.
 *
 * @param at when it is signed
 * @param nonce 32 hexadecimal digits, never twice
 * @param appId what the receiver calls the hub; empty where no signature names one
 */
public record Stamp(Instant at, String nonce, String appId) {
    /** The stamp of an attempt that begins. */
    public static Stamp fresh(Instant at, String appId) {
        byte[] bytes = new byte[16];
        // not a constant: one that a native image was built with would be the same in each
        new SecureRandom().nextBytes(bytes);
        return new Stamp(at, HexFormat.of().formatHex(bytes), appId);
    }
}
