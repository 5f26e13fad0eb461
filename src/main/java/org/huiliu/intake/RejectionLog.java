package org.huiliu.intake;

import io.smallrye.mutiny.Uni;
import org.huiliu.platform.problem.Problem;

/** Where refused messages are counted and kept, masked, for the operators to see. */
public interface RejectionLog {

    /** Notes a refusal; the message itself is not kept. */
    Uni<Void> note(Arrival arrival, Problem problem);
}
