package org.huiliu.delivery.signing;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SM3Digest;

/** The digests, over parts that follow each other. */
final class Digests {
    private Digests() {}

    static byte[] sha256(byte[]... parts) {
        return of(SHA256Digest.newInstance(), parts);
    }

    /** GB/T 32905. */
    static byte[] sm3(byte[]... parts) {
        return of(new SM3Digest(), parts);
    }

    private static byte[] of(Digest digest, byte[]... parts) {
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] result = new byte[digest.getDigestSize()];
        int written = digest.doFinal(result, 0);
        return result;
    }
}
