package org.huiliu.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The personal part of a content, which is stored sealed: who is concerned, their health, where the caller is and the
 * recording of the call.
 */
public record Personal(
        List<Party> parties,
        @Nullable Medical medical,
        @Nullable String callRef,
        @Nullable String callerAddress,
        @Nullable Point callerPoint) {

    public Personal {
        parties = parties == null ? List.of() : List.copyOf(parties);
    }

    /** Without its content: a log line must not leak a citizen. */
    @Override
    public String toString() {
        return "Personal[…]";
    }
}
