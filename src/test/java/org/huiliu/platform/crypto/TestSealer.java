package org.huiliu.platform.crypto;

import java.util.Base64;
import java.util.Map;

/** A sealer with a key that is good for tests. */
public final class TestSealer {
    private TestSealer() {}

    /** A sealer whose key is made of zeros. */
    public static Sealer make() {
        return new Sealer(zeros());
    }

    /** The keyed hash that belongs to it. */
    public static BlindIndex blindIndex() {
        return new BlindIndex(zeros());
    }

    private static CryptoConfig zeros() {
        String zeros = Base64.getEncoder().encodeToString(new byte[32]);
        return new CryptoConfig() {
            @Override
            public String currentKey() {
                return "test";
            }

            @Override
            public Map<String, String> keys() {
                return Map.of("test", zeros);
            }

            @Override
            public String indexKey() {
                return zeros;
            }
        };
    }
}
