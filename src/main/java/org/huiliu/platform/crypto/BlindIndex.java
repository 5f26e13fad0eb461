package org.huiliu.platform.crypto;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A keyed hash (HMAC-SHA256, first 16 bytes) that finds equal phone and id numbers without showing them. */
@ApplicationScoped
public class BlindIndex {
    private static final int LENGTH = 16;

    private final SecretKeySpec key;

    BlindIndex(CryptoConfig config) {
        byte[] bytes = Base64.getDecoder().decode(config.indexKey());
        if (bytes.length < 32) {
            throw new IllegalStateException("huiliu.crypto.index-key has " + bytes.length + " bytes, fewer than 32");
        }
        key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    /** The index value of a normalized number, 16 bytes. */
    public byte[] of(String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] hash = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is missing from this Java", e);
        }
    }
}
