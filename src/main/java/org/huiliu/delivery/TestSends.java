package org.huiliu.delivery;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Sends a target one invented letter on the way that deliveries go, so that a person sees whether it gets there. */
public interface TestSends {
    /** On such a request alone: whoever gets it answers as usual and keeps nothing. */
    String HEADER = "Huiliu-Test";

    /**
     * Sends it at once, once, and keeps nothing of it but the operator's deed; empty when there is no such target.
     *
     * @param actor for example {@code operator:li}
     */
    Uni<Optional<TestSend>> send(String target, String actor);
}
