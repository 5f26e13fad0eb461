package org.huiliu.delivery.signing;

/** A key that tells a genuine signature from another. Safe on any thread. */
public interface VerifyingKey {
    /** Whether the signature is one of this content by the key's owner; anything that is no signature is not. */
    boolean fits(byte[] content, String signature);
}
