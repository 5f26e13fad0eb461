package org.huiliu.delivery;

import java.util.Optional;
import java.util.regex.Pattern;
import org.huiliu.delivery.signing.Scheme;
import org.huiliu.delivery.signing.SigningKey;
import org.jspecify.annotations.Nullable;

/** What a secret is for; those that sign are called as their {@link Scheme}. */
public enum SecretKind {
    /** The token that is shown as it is. */
    BEARER,
    /** The key in a header of its own. */
    API_KEY,
    /** The client secret for which access tokens are had. */
    OAUTH2,
    /** The hub's own certificate and its key (mTLS), PEM. */
    CLIENT_CERTIFICATE,
    /** Whose certificates are believed at this target instead of the usual ones, PEM; not secret, and kept with the others. */
    CA,
    STANDARD_HMAC,
    STANDARD_ED25519,
    SORTED_DIGEST,
    HMAC_SM3,
    SM2;

    private static final int LONGEST_PEM = 32_768;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]{8,4096}");
    /** Some keys come with a word before them. */
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]+( [\\x21-\\x7E]+)?");

    private static final Pattern PASSWORD = Pattern.compile("[\\x20-\\x7E]{8,512}");

    /**
     * What may be shown of a secret.
     *
     * @param publicKey what receivers check with
     * @param certificate of a certificate or the first of several
     */
    public record Shown(@Nullable String publicKey, Pem.@Nullable Face certificate) {
        static final Shown NOTHING = new Shown(null, null);
    }

    /** The scheme that it signs by, empty when it does not. */
    public Optional<Scheme> scheme() {
        return switch (this) {
            case BEARER, API_KEY, OAUTH2, CLIENT_CERTIFICATE, CA -> Optional.empty();
            case STANDARD_HMAC, STANDARD_ED25519, SORTED_DIGEST, HMAC_SM3, SM2 -> Optional.of(Scheme.valueOf(name()));
        };
    }

    /**
     * Looks at a secret.
     *
     * @return what may be shown of it
     * @throws IllegalArgumentException when it is none of this kind; the message says what is wanted and quotes nothing
     */
    public Shown inspect(String value) {
        return switch (this) {
            case BEARER -> plain(TOKEN, value, "8 to 4096 visible ASCII characters");
            case API_KEY -> plain(KEY, value.length() > 4096 ? "" : value, "up to 4096 visible ASCII characters");
            case OAUTH2 -> plain(PASSWORD, value, "8 to 512 ASCII characters");
            case CLIENT_CERTIFICATE -> new Shown(null, Pem.identity(pem(value)));
            case CA -> new Shown(null, Pem.authorities(pem(value)));
            case STANDARD_HMAC, STANDARD_ED25519, SORTED_DIGEST, HMAC_SM3, SM2 -> {
                SigningKey key = Scheme.valueOf(name()).key(value);
                yield new Shown(key.publicKey(), null);
            }
        };
    }

    private static Shown plain(Pattern pattern, String value, String words) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(words);
        }
        return Shown.NOTHING;
    }

    private static String pem(String value) {
        if (value.length() > LONGEST_PEM) {
            throw new IllegalArgumentException("PEM of at most " + LONGEST_PEM + " characters");
        }
        return value;
    }
}
