package org.huiliu.normalize;

import org.jspecify.annotations.Nullable;

/** A feed contract that cannot be used: start-up stops with the file and the spot. */
public final class BrokenContract extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenContract(String file, String spot, String fault) {
        this(file, spot, fault, null);
    }

    BrokenContract(String file, String spot, String fault, @Nullable Throwable cause) {
        super("feed contract " + file + (spot.isEmpty() ? "" : " at " + spot) + ": " + fault, cause);
    }
}
