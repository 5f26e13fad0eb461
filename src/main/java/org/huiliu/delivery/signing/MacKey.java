package org.huiliu.delivery.signing;

import java.util.function.Function;
import java.util.function.Supplier;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** A secret under which both sides compute the same: HMAC over a digest. */
final class MacKey implements SigningKey {
    private final byte[] secret;
    private final Supplier<Digest> digest;
    private final Function<byte[], String> form;

    /**
     * A key.
     *
     * @param form how the result is written
     */
    MacKey(byte[] secret, Supplier<Digest> digest, Function<byte[], String> form) {
        this.secret = secret.clone();
        this.digest = digest;
        this.form = form;
    }

    @Override
    public String sign(byte[] content) {
        HMac mac = new HMac(digest.get());
        mac.init(new KeyParameter(secret));
        mac.update(content, 0, content.length);
        byte[] result = new byte[mac.getMacSize()];
        int written = mac.doFinal(result, 0);
        return form.apply(result);
    }

    @Override
    public boolean fits(byte[] content, String signature) {
        return Texts.same(sign(content), signature);
    }

    @Override
    public String toString() {
        return "MacKey[…]";
    }
}
