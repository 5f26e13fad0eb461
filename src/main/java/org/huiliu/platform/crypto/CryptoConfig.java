package org.huiliu.platform.crypto;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/** Keys of the hub. There is no default: a hub that makes up its own key could not read its data again. */
@ConfigMapping(prefix = "huiliu.crypto")
public interface CryptoConfig {
    /** Id of the key that seals from now on; one of {@link #keys()}. */
    String currentKey();

    /** AES-256 keys by id, each 32 bytes in Base64; old ones stay for reading. */
    Map<String, String> keys();

    /** Key of the blind index, at least 32 bytes in Base64; changing it makes old index values unfindable. */
    String indexKey();
}
