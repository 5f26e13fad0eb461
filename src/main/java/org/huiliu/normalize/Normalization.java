package org.huiliu.normalize;

import java.util.function.Function;

/** What became of one native payload. */
public sealed interface Normalization permits Normalized, Rejected {

    /** Hands this outcome to the function that fits it. */
    <T> T fold(Function<Normalized, T> whenNormalized, Function<Rejected, T> whenRejected);
}
