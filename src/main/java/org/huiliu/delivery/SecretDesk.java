package org.huiliu.delivery;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Secrets as people keep them: written, replaced, taken away, never read. Every act leaves an audit row without the value. */
public interface SecretDesk {

    /**
     * What is known of a secret.
     *
     * @param createdBy who put it
     * @param expiresAt when it ends, of one that was replaced; null: it is the one in use
     */
    record Known(
            UUID id,
            SecretKind kind,
            OffsetDateTime createdAt,
            String createdBy,
            @Nullable OffsetDateTime expiresAt,
            SecretKind.Shown shown) {}

    /** Those of a target, the newest first; empty when there is no such target. */
    Uni<Optional<List<Known>>> list(String target);

    /**
     * Puts a secret in the place of the one before it.
     *
     * @param overlap how long that one stays valid beside it
     * @return empty when there is no such target
     * @throws org.huiliu.platform.problem.Refused when too many are valid side by side
     */
    Uni<Optional<Known>> put(String target, SecretKind kind, String value, Duration overlap, String actor);

    /** Takes away all of a kind at once; false when there were none. */
    Uni<Boolean> delete(String target, SecretKind kind, String actor);
}
