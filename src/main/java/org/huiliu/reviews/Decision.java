package org.huiliu.reviews;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides about a review.
 *
 * @param into the case that it is a repeat of; with ATTACH_ELSEWHERE, and only then
 * @param host target code of the host; with DISPATCH. Absent: as the rules propose
 * @param co target codes of the co-units; with DISPATCH
 * @param reason for the audit, in the operator's words
 * @param actor {@code operator:<name>}
 * @param division prefix of what the operator may see; absent for all
 */
public record Decision(
        UUID reviewId,
        Kind kind,
        @Nullable UUID into,
        @Nullable String host,
        @Nullable List<String> co,
        String reason,
        String actor,
        @Nullable String division) {

    /** The ways to decide. */
    public enum Kind {
        /** It is a repeat of the other case: merge. */
        ATTACH,
        /** They are two matters: no machine joins them again. */
        SEPARATE,
        /** It is a repeat of yet another case: merge with that one. */
        ATTACH_ELSEWHERE,
        /** It goes to units: those that are named, or those that the rules propose. */
        DISPATCH,
        /** It is not accepted (不予受理). */
        REJECT
    }
}
