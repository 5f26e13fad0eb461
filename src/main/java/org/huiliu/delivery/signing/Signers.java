package org.huiliu.delivery.signing;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;

/** Signing and checking with a pair of keys, whatever the curve; signatures are Base64. */
final class Signers {

    private Signers() {}

    /**
     * The signature of a content.
     *
     * @param signer ready to sign
     */
    static String sign(Signer signer, byte[] content) {
        signer.update(content, 0, content.length);
        try {
            return Texts.base64(signer.generateSignature());
        } catch (CryptoException e) {
            throw new IllegalStateException("any content can be signed", e);
        }
    }

    /**
     * Whether a signature is that of a content; not when it is no Base64.
     *
     * @param signer ready to check
     */
    static boolean fits(Signer signer, byte[] content, String signature) {
        return Texts.fromBase64(signature)
                .map(bytes -> {
                    signer.update(content, 0, content.length);
                    return signer.verifySignature(bytes);
                })
                .orElse(false);
    }
}
