package org.huiliu.pipeline;

import java.util.Comparator;
import java.util.UUID;
import org.huiliu.dedup.Evidence;
import org.huiliu.dedup.Judgement;

/**
 * A judgement with the case it is about.
 *
 * @param onceForwarded the report belongs to the case, but one of them is an emergency that its units do not have yet
 */
record Verdict(UUID caseId, Judgement judgement, boolean onceForwarded) {
    /** The firmest first, of equally firm ones the likeliest. */
    static final Comparator<Verdict> FIRMEST = Comparator.comparing(Verdict::firmness)
            .thenComparing(Verdict::score)
            .reversed();

    boolean attaches() {
        return firmness() == 3;
    }

    private int firmness() {
        return judgement.fold(attach -> 3, ask -> 2, recurs -> 1, separate -> 0);
    }

    private double score() {
        return judgement.fold(
                attach -> attach.evidence().score(),
                ask -> ask.evidence().score(),
                recurs -> recurs.evidence().score(),
                separate -> 0.0);
    }

    Evidence evidence() {
        return judgement.fold(
                attach -> attach.evidence(), ask -> ask.evidence(), recurs -> recurs.evidence(), separate -> {
                    throw new IllegalStateException("nothing speaks for it: " + separate.reason());
                });
    }
}
