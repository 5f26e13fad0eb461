package org.huiliu.delivery.signing;

import org.jspecify.annotations.Nullable;

/** A key that signs. It never shows itself: neither in {@code toString} nor in an error. Safe on any thread. */
public interface SigningKey extends VerifyingKey {
    /** The signature of a content, in the form in which it stands behind its tag. */
    String sign(byte[] content);

    /** What receivers check it with, null where they need the secret itself. */
    default @Nullable String publicKey() {
        return null;
    }
}
