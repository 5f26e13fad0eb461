package org.huiliu.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt says about the target itself, whatever became of the delivery.
 *
 * @param failed whether the target gave no answer that a working system gives
 * @param reason of a failure, in one stable word; empty otherwise
 * @param patience how long the target wants to be left alone, by all
 * @param stop why the target is to be paused; null: it is not
 */
public record Sign(
        boolean failed,
        String reason,
        @Nullable Duration patience,
        @Nullable String stop) {
    static final Sign ANSWERED = new Sign(false, "", null, null);

    /** Whether it means something even for a target that is well. */
    public boolean news() {
        return failed || patience != null || stop != null;
    }

    static Sign failed(String reason) {
        return new Sign(true, reason, null, null);
    }
}
