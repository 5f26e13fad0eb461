package org.huiliu.delivery;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.huiliu.model.DeliveryState;
import org.huiliu.platform.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What operators may do with deliveries. Everything is audited with who and why. */
public interface Replays {

    /**
     * Who wants it.
     *
     * @param division prefix of the divisions whose cases are theirs; null for all
     */
    record Operator(String actor, @Nullable String division) {}

    /** How it ended: done, or refused with a problem. */
    sealed interface Answer {
        /** Reads it: exactly one of the functions is called. */
        <T> T fold(Function<Done, T> done, Function<Problem, T> refused);
    }

    /**
     * It is done.
     *
     * @param deliveryId the delivery that goes now, or that was skipped
     */
    record Done(
            UUID deliveryId, DeliveryState state, @Nullable UUID replayOf) implements Answer {
        @Override
        public <T> T fold(Function<Done, T> done, Function<Problem, T> refused) {
            return done.apply(this);
        }
    }

    /** It is not done. */
    record NotDone(Problem problem) implements Answer {
        @Override
        public <T> T fold(Function<Done, T> done, Function<Problem, T> refused) {
            return refused.apply(problem);
        }
    }

    /**
     * Many at once, to one target only.
     *
     * @param filter which; names the target
     * @param perSecond how many go in a second at most
     */
    record Many(
            DeliveryFilter filter,
            ReplayBasis basis,
            int perSecond,
            @Nullable String reason) {}

    /**
     * What {@link Many} would do.
     *
     * @param matching how many deliveries the filter finds
     * @param replayable how many of them would be sent
     * @param seconds how long that takes at least
     * @param byState how many there are in each state, by the reason of their last attempt
     * @param leftOut how many would not be sent, and why
     */
    record Forecast(
            long matching,
            long replayable,
            long seconds,
            Map<DeliveryState, Map<String, Long>> byState,
            Map<Hindrance, Long> leftOut) {}

    /** Sends one again. */
    Uni<Answer> replay(Operator operator, UUID id, ReplayBasis basis, @Nullable String reason);

    /** Skips one. */
    Uni<Answer> skip(Operator operator, UUID id, String reason);

    /** Counts what would be sent, and sends nothing. */
    Uni<Forecast> forecast(Operator operator, Many many);

    /** Begins to send them as a job. */
    Uni<UUID> begin(Operator operator, Many many);
}
