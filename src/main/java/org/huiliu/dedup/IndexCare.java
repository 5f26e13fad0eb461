package org.huiliu.dedup;

import io.smallrye.mutiny.Uni;

/** Who keeps the repeat index in step with the database, for operators to ask. */
public interface IndexCare {

    /** How the index stands. */
    Uni<RepeatIndex.Standing> standing();

    /** Begins to fill the index again, unless that is under way; does not wait for its end. */
    Uni<RepeatIndex.Standing> fillAgain();
}
