package org.huiliu.delivery.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SM3Digest;

/** A way of signing: what of a request is signed, under what kind of key, and how the result is marked. */
public enum Scheme {
    /** Standard Webhooks with a shared secret, HMAC-SHA256; secret {@code whsec_} and 24 to 64 bytes in Base64. */
    STANDARD_HMAC("v1", Style.STANDARD) {
        @Override
        SigningKey read(String secret) {
            byte[] bytes = behind("whsec_", secret);
            if (bytes.length < 24 || bytes.length > 64) {
                throw new IllegalArgumentException("whsec_ and 24 to 64 bytes in Base64");
            }
            return new MacKey(bytes, SHA256Digest::newInstance, Texts::base64);
        }
    },
    /** Standard Webhooks with a key pair, Ed25519; secret {@code whsk_} and 32 bytes in Base64. */
    STANDARD_ED25519("v1a", Style.STANDARD) {
        @Override
        SigningKey read(String secret) {
            return new Ed25519Key(behind(Ed25519Key.SECRET, secret));
        }

        @Override
        public VerifyingKey verifier(String text) {
            return text.startsWith(Ed25519Key.PUBLIC) ? Ed25519Key.open(behind(Ed25519Key.PUBLIC, text)) : key(text);
        }

        @Override
        public String fresh() {
            return Ed25519Key.SECRET + Texts.base64(random());
        }
    },
    /** SHA-256 of the sorted parameters with the app secret behind them; 16 to 128 visible characters. */
    SORTED_DIGEST("digest", Style.SORTED) {
        @Override
        SigningKey read(String secret) {
            return new DigestKey(appSecret(secret));
        }
    },
    /** HMAC-SM3 of the sorted parameters under the app secret; 16 to 128 visible characters. */
    HMAC_SM3("sm3", Style.SORTED_GM) {
        @Override
        SigningKey read(String secret) {
            return new MacKey(appSecret(secret).getBytes(UTF_8), SM3Digest::new, Texts::hex);
        }
    },
    /** An SM2 signature of the sorted parameters; secret 64 hexadecimal digits. */
    SM2("sm2", Style.SORTED_GM) {
        @Override
        SigningKey read(String secret) {
            return new Sm2Key(hex(secret, 32));
        }

        @Override
        public VerifyingKey verifier(String text) {
            return text.length() > 64 ? Sm2Key.open(hex(text, 65)) : key(text);
        }

        @Override
        public String fresh() {
            return HexFormat.of().formatHex(Sm2Key.random(new SecureRandom()));
        }
    };

    private static final Pattern APP_SECRET = Pattern.compile("[\\x21-\\x7E]{16,128}");

    private final String tag;
    private final Style style;

    Scheme(String tag, Style style) {
        this.tag = tag;
        this.style = style;
    }

    /** What stands before a signature of this kind, with a comma between. */
    public String tag() {
        return tag;
    }

    /** Whether it is one of Standard Webhooks, with their headers. */
    public boolean standard() {
        return style == Style.STANDARD;
    }

    /** Whether receivers check with a public key, so that the hub may make the secret itself and nobody need ever see it. */
    public boolean asymmetric() {
        return this == STANDARD_ED25519 || this == SM2;
    }

    /**
     * The key of a secret.
     *
     * @throws IllegalArgumentException when it is no secret of this kind; the message does not quote it
     */
    public final SigningKey key(String secret) {
        return read(secret);
    }

    /**
     * What receivers check with.
     *
     * @param text the secret, or the public key where there is one
     * @throws IllegalArgumentException when it is neither
     */
    public VerifyingKey verifier(String text) {
        return key(text);
    }

    /**
     * A new secret, where receivers do without it.
     *
     * @throws IllegalStateException when they need it
     */
    public String fresh() {
        throw new IllegalStateException("receivers need the secret of " + this);
    }

    abstract SigningKey read(String secret);

    /** The bytes that are signed. */
    public byte[] content(Message message, Stamp stamp) {
        return style == Style.STANDARD
                ? standard(message, stamp)
                : sorted(message, stamp).getBytes(UTF_8);
    }

    private static byte[] standard(Message message, Stamp stamp) {
        byte[] head = (message.id() + "." + stamp.at().getEpochSecond() + ".").getBytes(UTF_8);
        ByteArrayOutputStream content = new ByteArrayOutputStream(head.length + message.body().length);
        content.writeBytes(head);
        content.writeBytes(message.body());
        return content.toByteArray();
    }

    /** Name and value of each parameter, sorted by name, with {@code &} between; values as they stand in the request. */
    private String sorted(Message message, Stamp stamp) {
        Map<String, String> parameters = new TreeMap<>(Map.of(
                "appId", stamp.appId(),
                "body", Texts.hex(style.digest.apply(message.body())),
                "deliveryId", message.id(),
                "method", message.method(),
                "nonce", stamp.nonce(),
                "path", message.path(),
                "timestamp", Long.toString(stamp.at().toEpochMilli())));
        return parameters.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining("&"));
    }

    private static byte[] behind(String prefix, String text) {
        if (!text.startsWith(prefix)) {
            throw new IllegalArgumentException("begins with " + prefix);
        }
        return Texts.fromBase64(text.substring(prefix.length()))
                .orElseThrow(() -> new IllegalArgumentException(prefix + " and Base64"));
    }

    private static byte[] hex(String text, int bytes) {
        if (!text.matches("[0-9A-Fa-f]{" + 2 * bytes + "}")) {
            throw new IllegalArgumentException(2 * bytes + " hexadecimal digits");
        }
        return HexFormat.of().parseHex(text);
    }

    private static String appSecret(String text) {
        if (!APP_SECRET.matcher(text).matches()) {
            throw new IllegalArgumentException("16 to 128 visible ASCII characters");
        }
        return text;
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** What is signed, and with what the body is digested. */
    private enum Style {
        STANDARD(body -> body),
        SORTED(Digests::sha256),
        SORTED_GM(Digests::sm3);

        private final UnaryOperator<byte[]> digest;

        Style(UnaryOperator<byte[]> digest) {
            this.digest = digest;
        }
    }
}
