package org.huiliu.platform.crypto;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals bytes with AES-256-GCM. Form: one byte with the length of the key's id, the id, a 12-byte nonce, the ciphertext
 * with its 16-byte tag. The context (for example {@code case/<id>}) is authenticated with it, so that a sealed value
 * moved to another row does not open.
 */
@ApplicationScoped
public class Sealer {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKey> keys = new HashMap<>();
    private final byte[] currentId;
    private final SecretKey currentKey;

    Sealer(CryptoConfig config) {
        config.keys().forEach((id, key) -> keys.put(id, aesKey(id, key)));
        SecretKey key = keys.get(config.currentKey());
        if (key == null) {
            throw new IllegalStateException(
                    "huiliu.crypto.current-key '" + config.currentKey() + "' is not in huiliu.crypto.keys");
        }
        currentId = config.currentKey().getBytes(StandardCharsets.UTF_8);
        currentKey = key;
    }

    /** Seals with the current key. */
    public byte[] seal(byte[] plain, String context) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, currentKey, nonce, plain, 0, plain.length, context);
        return ByteBuffer.allocate(1 + currentId.length + NONCE + sealed.length)
                .put((byte) currentId.length)
                .put(currentId)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws IllegalStateException when the key is unknown, or the bytes or their context were changed
     */
    public byte[] open(byte[] sealed, String context) {
        int idLength = sealed[0];
        String id = new String(sealed, 1, idLength, StandardCharsets.UTF_8);
        SecretKey key = keys.get(id);
        if (key == null) {
            throw new IllegalStateException("sealed with key '" + id + "', which huiliu.crypto.keys does not hold");
        }
        byte[] nonce = new byte[NONCE];
        System.arraycopy(sealed, 1 + idLength, nonce, 0, NONCE);
        int start = 1 + idLength + NONCE;
        return run(Cipher.DECRYPT_MODE, key, nonce, sealed, start, sealed.length - start, context);
    }

    private static byte[] run(
            int mode, SecretKey key, byte[] nonce, byte[] bytes, int start, int length, String context) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes, start, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed for " + context, e);
        }
    }

    private static SecretKey aesKey(String id, String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length != 32) {
            throw new IllegalStateException("huiliu.crypto.keys." + id + " has " + bytes.length + " bytes, not 32");
        }
        return new SecretKeySpec(bytes, "AES");
    }
}
