package org.huiliu.delivery.signing;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * SM2 (GB/T 32918) on the recommended curve, with the usual user id {@code 1234567812345678}; signatures are the DER of r and s
 * (GM/T 0009) in Base64. Keys are hexadecimal: the secret one 64 digits, the public one {@code 04} and both coordinates.
 */
final class Sm2Key implements SigningKey {
    private static final ECDomainParameters CURVE = curve();
    private static final int LENGTH = 32;
    private static final int UNCOMPRESSED = 65;

    private final ECPrivateKeyParameters secret;
    private final ECPublicKeyParameters open;

    /** A key from its number. */
    Sm2Key(byte[] bytes) {
        BigInteger number = new BigInteger(1, bytes);
        if (number.signum() == 0 || number.compareTo(CURVE.getN().subtract(BigInteger.TWO)) > 0) {
            throw new IllegalArgumentException("an SM2 key is a number from 1 to n - 2");
        }
        this.secret = new ECPrivateKeyParameters(number, CURVE);
        this.open = new ECPublicKeyParameters(new FixedPointCombMultiplier().multiply(CURVE.getG(), number), CURVE);
    }

    /** The bytes of a new secret, every number with the same chance. */
    static byte[] random(SecureRandom random) {
        BigInteger most = CURVE.getN().subtract(BigInteger.TWO);
        BigInteger number = BigIntegers.createRandomInRange(BigInteger.ONE, most, random);
        return BigIntegers.asUnsignedByteArray(LENGTH, number);
    }

    /** A key that only checks. */
    static VerifyingKey open(byte[] bytes) {
        if (bytes.length != UNCOMPRESSED || bytes[0] != 4) {
            throw new IllegalArgumentException("an SM2 public key is 04 and two coordinates of 32 bytes");
        }
        // refuses a point that is not on the curve
        ECPublicKeyParameters open = new ECPublicKeyParameters(CURVE.getCurve().decodePoint(bytes), CURVE);
        return (content, signature) -> fits(open, content, signature);
    }

    @Override
    public String sign(byte[] content) {
        SM2Signer signer = new SM2Signer();
        signer.init(true, secret);
        return Signers.sign(signer, content);
    }

    @Override
    public boolean fits(byte[] content, String signature) {
        return fits(open, content, signature);
    }

    private static boolean fits(ECPublicKeyParameters open, byte[] content, String signature) {
        SM2Signer signer = new SM2Signer();
        signer.init(false, open);
        return Signers.fits(signer, content, signature);
    }

    @Override
    public String publicKey() {
        ECPoint point = open.getQ();
        return HexFormat.of().formatHex(point.getEncoded(false));
    }

    @Override
    public String toString() {
        return "Sm2Key[" + publicKey() + "]";
    }

    private static ECDomainParameters curve() {
        X9ECParameters sm2 = GMNamedCurves.getByName("sm2p256v1");
        return new ECDomainParameters(sm2.getCurve(), sm2.getG(), sm2.getN(), sm2.getH());
    }
}
