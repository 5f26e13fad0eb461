package org.huiliu.cases;

import java.util.UUID;
import java.util.function.Function;

/** What an operator does with a case. A further kind is a further record here. */
public sealed interface CaseAction {

    /** The case is handled with another one from now on. */
    record Merge(UUID into) implements CaseAction {
        @Override
        public <T> T fold(Function<Merge, T> merge, Function<Split, T> split, Function<Detach, T> detach) {
            return merge.apply(this);
        }
    }

    /** The case leaves the one that it is handled with. */
    record Split() implements CaseAction {
        @Override
        public <T> T fold(Function<Merge, T> merge, Function<Split, T> split, Function<Detach, T> detach) {
            return split.apply(this);
        }
    }

    /** A report that was attached to the case gets its own; all versions of its record go with it. */
    record Detach(UUID reportId) implements CaseAction {
        @Override
        public <T> T fold(Function<Merge, T> merge, Function<Split, T> split, Function<Detach, T> detach) {
            return detach.apply(this);
        }
    }

    /** One answer for each kind. */
    <T> T fold(Function<Merge, T> merge, Function<Split, T> split, Function<Detach, T> detach);

    /** The word for it: MERGE, SPLIT, DETACH. */
    default String word() {
        return fold(merge -> "MERGE", split -> "SPLIT", detach -> "DETACH");
    }
}
