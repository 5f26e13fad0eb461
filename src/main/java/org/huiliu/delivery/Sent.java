package org.huiliu.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt.
 *
 * @param answer the beginning of what the receiver answered, at most 4 KiB, without what the hub showed to get in; absent when it
 *     answered nothing. It may quote a citizen
 */
public record Sent(Outcome outcome, byte @Nullable [] answer) {

    /** Of an attempt that nobody answered. */
    public static Sent unanswered(Outcome outcome) {
        return new Sent(outcome, null);
    }

    /** Without the answer. */
    @Override
    public String toString() {
        return "Sent[" + outcome + "]";
    }
}
