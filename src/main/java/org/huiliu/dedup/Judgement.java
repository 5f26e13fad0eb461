package org.huiliu.dedup;

import java.util.function.Function;

/** What a report is to a case that is already there. */
public sealed interface Judgement {

    /** The same matter: attach. */
    record Attach(Evidence evidence) implements Judgement {}

    /** Perhaps the same: ask an operator. */
    record Ask(Evidence evidence) implements Judgement {}

    /** A matter that is over comes back: its own case, linked. */
    record Recurs(Evidence evidence) implements Judgement {}

    /**
     * Another matter.
     *
     * @param reason which rule or band said so
     */
    record Separate(String reason) implements Judgement {}

    /** One answer for each kind. */
    default <T> T fold(
            Function<Attach, T> attach,
            Function<Ask, T> ask,
            Function<Recurs, T> recurs,
            Function<Separate, T> separate) {
        if (this instanceof Attach one) {
            return attach.apply(one);
        }
        if (this instanceof Ask one) {
            return ask.apply(one);
        }
        if (this instanceof Recurs one) {
            return recurs.apply(one);
        }
        return separate.apply((Separate) this);
    }
}
