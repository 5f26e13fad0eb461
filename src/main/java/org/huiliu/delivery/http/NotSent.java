package org.huiliu.delivery.http;

import org.huiliu.delivery.SecretKind;

/** A request that the hub itself did not let out; its message is the reason. */
final class NotSent extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    /**
     * Why not.
     *
     * @param reason a word and what belongs to it, no secret
     */
    NotSent(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** Nothing goes out unsigned or without a name because a secret is not there. */
    static NotSent secretMissing(SecretKind kind) {
        return new NotSent("SECRET_MISSING " + kind);
    }

    String reason() {
        return reason;
    }
}
