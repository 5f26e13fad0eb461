package org.huiliu.delivery.signing;

import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Ed25519 as Standard Webhooks writes its keys: {@code whsk_} for the secret one, {@code whpk_} for the public one. */
final class Ed25519Key implements SigningKey {
    static final String SECRET = "whsk_";
    static final String PUBLIC = "whpk_";
    private static final int SEED = 32;

    private final Ed25519PrivateKeyParameters secret;
    private final Ed25519PublicKeyParameters open;

    /**
     * A key.
     *
     * @param bytes the seed, alone or with the public key behind it
     */
    Ed25519Key(byte[] bytes) {
        if (bytes.length != SEED && bytes.length != 2 * SEED) {
            throw new IllegalArgumentException("an Ed25519 key has 32 bytes, or 64 with the public key behind it");
        }
        this.secret = new Ed25519PrivateKeyParameters(bytes, 0);
        this.open = secret.generatePublicKey();
    }

    /** A key that only checks. */
    static VerifyingKey open(byte[] bytes) {
        if (bytes.length != SEED) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes");
        }
        Ed25519PublicKeyParameters open = new Ed25519PublicKeyParameters(bytes, 0);
        return (content, signature) -> fits(open, content, signature);
    }

    @Override
    public String sign(byte[] content) {
        Signer signer = new Ed25519Signer();
        signer.init(true, secret);
        return Signers.sign(signer, content);
    }

    @Override
    public boolean fits(byte[] content, String signature) {
        return fits(open, content, signature);
    }

    private static boolean fits(Ed25519PublicKeyParameters open, byte[] content, String signature) {
        Signer signer = new Ed25519Signer();
        signer.init(false, open);
        return Signers.fits(signer, content, signature);
    }

    @Override
    public String publicKey() {
        return PUBLIC + Texts.base64(open.getEncoded());
    }

    @Override
    public String toString() {
        return "Ed25519Key[" + publicKey() + "]";
    }
}
