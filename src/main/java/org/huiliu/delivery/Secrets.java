package org.huiliu.delivery;

import io.smallrye.mutiny.Uni;

/** Where the hub keeps by what it gets in at receivers. */
public interface Secrets {
    /** Those of a receiver, as they stood no longer than a moment ago. */
    Uni<Keyring> of(String target);
}
