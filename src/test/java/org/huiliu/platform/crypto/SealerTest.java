package org.huiliu.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SealerTest {
    private static final String OLD =
            Base64.getEncoder().encodeToString("an old key of thirty-two bytes..".getBytes(StandardCharsets.UTF_8));
    private static final String NEW =
            Base64.getEncoder().encodeToString("a new key of thirty-two bytes!!!".getBytes(StandardCharsets.UTF_8));
    private static final byte[] SECRET = "13800000001".getBytes(StandardCharsets.UTF_8);

    @Test
    void whatWasSealedWithAnOldKeyOpensAfterARotation() {
        byte[] sealed = sealer("a", Map.of("a", OLD)).seal(SECRET, "case/1");
        assertThat(sealer("b", Map.of("a", OLD, "b", NEW)).open(sealed, "case/1"))
                .isEqualTo(SECRET);
    }

    @Test
    void aSealedValueMovedToAnotherRowDoesNotOpen() {
        Sealer sealer = sealer("a", Map.of("a", OLD));
        byte[] sealed = sealer.seal(SECRET, "case/1");
        assertThatThrownBy(() -> sealer.open(sealed, "case/2")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHubWithoutItsKeySaysWhichOne() {
        assertThatThrownBy(() -> sealer("b", Map.of("a", OLD))).hasMessageContaining("'b'");
        byte[] sealed = sealer("a", Map.of("a", OLD)).seal(SECRET, "x");
        assertThatThrownBy(() -> sealer("b", Map.of("b", NEW)).open(sealed, "x"))
                .hasMessageContaining("'a'");
    }

    @Test
    void theSameSecretNeverLooksTheSame() {
        Sealer sealer = sealer("a", Map.of("a", OLD));
        assertThat(sealer.seal(SECRET, "x")).isNotEqualTo(sealer.seal(SECRET, "x"));
    }

    private static Sealer sealer(String current, Map<String, String> keys) {
        return new Sealer(new CryptoConfig() {
            @Override
            public String currentKey() {
                return current;
            }

            @Override
            public Map<String, String> keys() {
                return keys;
            }

            @Override
            public String indexKey() {
                return OLD;
            }
        });
    }
}
