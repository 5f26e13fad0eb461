package org.huiliu.delivery;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.huiliu.platform.time.Clocks;

/** Certificates and keys as PEM writes them. */
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final byte[] SAMPLE = "huiliu".getBytes(StandardCharsets.US_ASCII);

    private Pem() {}

    /**
     * What may be shown of a certificate.
     *
     * @param subject whose it is
     * @param notAfter until when it is valid
     */
    @RegisterForReflection
    public record Face(String subject, OffsetDateTime notAfter) {}

    /** The two texts of a PEM of certificates and a key. */
    public record Parts(String key, String certificates) {
        @Override
        public String toString() {
            return "Parts[…]";
        }
    }

    /**
     * The hub's own certificate: a key (PKCS #8, RSA or EC), its certificate first and then those above it.
     *
     * @throws IllegalArgumentException when it is not; nothing is quoted
     */
    static Face identity(String pem) {
        List<X509Certificate> chain = certificates(pem);
        PrivateKey key = key(pem, chain.get(0).getPublicKey().getAlgorithm());
        if (!belong(key, chain.get(0))) {
            throw new IllegalArgumentException("the key is not that of the first certificate");
        }
        return face(chain.get(0));
    }

    /**
     * Certificates of authorities, at least one; shown is the one that ends first.
     *
     * @throws IllegalArgumentException when there is none; nothing is quoted
     */
    static Face authorities(String pem) {
        if (pem.contains("PRIVATE KEY")) {
            throw new IllegalArgumentException("certificates alone, no key");
        }
        return certificates(pem).stream()
                .map(Pem::face)
                .min((one, other) -> one.notAfter().compareTo(other.notAfter()))
                .orElseThrow();
    }

    /** The key and the certificates of a PEM apart. */
    public static Parts parts(String pem) {
        StringBuilder key = new StringBuilder();
        StringBuilder certificates = new StringBuilder();
        Matcher blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            (blocks.group(1).equals("CERTIFICATE") ? certificates : key)
                    .append(blocks.group())
                    .append('\n');
        }
        return new Parts(key.toString(), certificates.toString());
    }

    private static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            if (blocks.group(1).equals("CERTIFICATE")) {
                certificates.add(certificate(bytes(blocks.group(2))));
            }
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("PEM with -----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a certificate that cannot be read", null);
        }
    }

    private static PrivateKey key(String pem, String algorithm) {
        Matcher blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            if (blocks.group(1).equals("PRIVATE KEY")) {
                try {
                    return KeyFactory.getInstance(algorithm)
                            .generatePrivate(new PKCS8EncodedKeySpec(bytes(blocks.group(2))));
                } catch (GeneralSecurityException e) {
                    throw new IllegalArgumentException("a key of another kind than its certificate's", null);
                }
            }
        }
        throw new IllegalArgumentException("an unencrypted key in PKCS #8, -----BEGIN PRIVATE KEY-----");
    }

    private static boolean belong(PrivateKey key, X509Certificate certificate) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> throw new IllegalArgumentException("a key of RSA or of an elliptic curve");
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("PEM in Base64", null);
        }
    }

    private static Face face(X509Certificate certificate) {
        return new Face(
                certificate.getSubjectX500Principal().getName(),
                certificate.getNotAfter().toInstant().atOffset(Clocks.CHINA));
    }
}
