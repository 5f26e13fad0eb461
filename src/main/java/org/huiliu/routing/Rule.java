package org.huiliu.routing;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One routing rule.
 *
 * @param name unique in its ruleset
 * @param zh what it does, in the operators' words; becomes the reason on each delivery
 * @param priority the smaller one comes first
 * @param from effective from; absent for always
 * @param to no longer effective from; absent for never
 */
public record Rule(
        String name,
        String zh,
        int priority,
        @Nullable OffsetDateTime from,
        @Nullable OffsetDateTime to,
        Condition when,
        Action then) {
    /** The priority of a rule that says nothing. */
    public static final int USUAL_PRIORITY = 100;

    /** Whether it is effective at the moment at which the case came in. */
    public boolean effective(OffsetDateTime moment) {
        return (from == null || !moment.isBefore(from)) && (to == null || moment.isBefore(to));
    }

    boolean always() {
        return from == null && to == null;
    }

    boolean matches(Facts facts) {
        return effective(facts.receivedAt()) && when.holds(facts);
    }

    /** The rule in one line. */
    public String words(Wording wording) {
        return when.words(wording) + " → " + then.words(wording);
    }
}
