package org.huiliu.delivery;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huiliu.delivery.signing.Scheme;
import org.huiliu.delivery.signing.SigningKey;
import org.jspecify.annotations.Nullable;

/** The secrets of one receiver, open and ready for use; it never shows one. */
public final class Keyring {
    /** Of a receiver that has none. */
    public static final Keyring EMPTY = new Keyring(List.of());

    private final List<Held> newestFirst;

    /**
     * A secret.
     *
     * @param id changes whenever the value does
     * @param key what signs, where it is for that
     * @param expiresAt the end of its overlap with the one after it; null: it is the one in use
     */
    public record Held(
            UUID id,
            SecretKind kind,
            String value,
            @Nullable SigningKey key,
            Instant createdAt,
            @Nullable Instant expiresAt) {

        /**
         * Made ready.
         *
         * @throws IllegalArgumentException when the value is none of its kind
         */
        public static Held of(UUID id, SecretKind kind, String value, Instant createdAt, @Nullable Instant expiresAt) {
            return new Held(
                    id,
                    kind,
                    value,
                    kind.scheme().map(scheme -> scheme.key(value)).orElse(null),
                    createdAt,
                    expiresAt);
        }

        boolean valid(Instant now) {
            return expiresAt == null || expiresAt.isAfter(now);
        }

        @Override
        public String toString() {
            return "Held[" + kind + " " + id + "]";
        }
    }

    public Keyring(List<Held> held) {
        this.newestFirst = held.stream()
                .sorted(Comparator.comparing(Held::createdAt).reversed())
                .toList();
    }

    /** The one in use. */
    public Optional<Held> current(SecretKind kind) {
        return newestFirst.stream()
                .filter(one -> one.kind == kind && one.expiresAt == null)
                .findFirst();
    }

    /**
     * What signs by each of the schemes, the newest first; a scheme without a secret is absent.
     *
     * @param now what was replaced signs too until its overlap ends
     */
    public Map<Scheme, List<SigningKey>> signing(List<Scheme> schemes, Instant now) {
        Map<Scheme, List<SigningKey>> keys = new EnumMap<>(Scheme.class);
        for (Scheme scheme : schemes) {
            List<SigningKey> some = newestFirst.stream()
                    .filter(one -> one.valid(now)
                            && one.kind.scheme().filter(scheme::equals).isPresent())
                    .flatMap(one -> Optional.ofNullable(one.key).stream())
                    .toList();
            if (!some.isEmpty()) {
                keys.put(scheme, some);
            }
        }
        return keys;
    }

    @Override
    public String toString() {
        return "Keyring" + newestFirst;
    }
}
