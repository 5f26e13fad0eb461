package org.huiliu.delivery.signing;

import java.nio.charset.StandardCharsets;

/** An app secret that is digested behind the sorted parameters, as the last of them: {@code …&key=<secret>}. */
final class DigestKey implements SigningKey {
    private final byte[] ending;

    DigestKey(String secret) {
        this.ending = ("&key=" + secret).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String sign(byte[] content) {
        return Texts.hex(Digests.sha256(content, ending));
    }

    @Override
    public boolean fits(byte[] content, String signature) {
        return Texts.same(sign(content), signature);
    }

    @Override
    public String toString() {
        return "DigestKey[…]";
    }
}
