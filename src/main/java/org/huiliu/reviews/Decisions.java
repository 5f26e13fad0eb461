package org.huiliu.reviews;

import io.smallrye.mutiny.Uni;

/** Carries out what operators decide about reviews. */
public interface Decisions {

    /** Carries out a decision, all of it or nothing; the answer comes after its commit. */
    Uni<DecisionAnswer> carryOut(Decision decision);
}
