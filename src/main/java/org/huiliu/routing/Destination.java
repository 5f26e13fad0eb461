package org.huiliu.routing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.Basis;

/** Where a case goes, with the units found. */
public sealed interface Destination {

    /** One answer for each kind. */
    <T> T fold(
            Function<Deliver, T> deliver,
            Function<Review, T> review,
            Function<Transfer, T> transfer,
            Function<Answer, T> answer,
            Function<Nobody, T> nobody);

    /**
     * To units; the host is the first one.
     *
     * @param units each once
     */
    record Deliver(List<Given> units) implements Destination {
        public Deliver {
            units = List.copyOf(units);
        }

        @Override
        public <T> T fold(
                Function<Deliver, T> deliver,
                Function<Review, T> review,
                Function<Transfer, T> transfer,
                Function<Answer, T> answer,
                Function<Nobody, T> nobody) {
            return deliver.apply(this);
        }
    }

    /** To a person, and by the fallback if nobody decides in time. */
    record Review(Duration within, Destination fallback) implements Destination {
        @Override
        public <T> T fold(
                Function<Deliver, T> deliver,
                Function<Review, T> review,
                Function<Transfer, T> transfer,
                Function<Answer, T> answer,
                Function<Nobody, T> nobody) {
            return review.apply(this);
        }
    }

    /**
     * To another line.
     *
     * @param target of the line
     */
    record Transfer(String line, String target) implements Destination {
        @Override
        public <T> T fold(
                Function<Deliver, T> deliver,
                Function<Review, T> review,
                Function<Transfer, T> transfer,
                Function<Answer, T> answer,
                Function<Nobody, T> nobody) {
            return transfer.apply(this);
        }
    }

    /** Answered at once. */
    record Answer(String text) implements Destination {
        @Override
        public <T> T fold(
                Function<Deliver, T> deliver,
                Function<Review, T> review,
                Function<Transfer, T> transfer,
                Function<Answer, T> answer,
                Function<Nobody, T> nobody) {
            return answer.apply(this);
        }
    }

    /** There is nobody to give it to: a person must find somebody. */
    record Nobody() implements Destination {
        @Override
        public <T> T fold(
                Function<Deliver, T> deliver,
                Function<Review, T> review,
                Function<Transfer, T> transfer,
                Function<Answer, T> answer,
                Function<Nobody, T> nobody) {
            return nobody.apply(this);
        }
    }

    /**
     * A unit that gets the case.
     *
     * @param basis the rule that names it
     */
    record Given(String target, AssignmentRole role, Basis basis) {}

    /** The units that get the case now; none while a person decides. */
    default List<Given> units() {
        return fold(
                Deliver::units, review -> List.of(), transfer -> List.of(), answer -> List.of(), nobody -> List.of());
    }

    /** The host unit or the line that takes the case, now or by the fallback. */
    default Optional<String> owner() {
        return fold(
                deliver -> deliver.units().stream().map(Given::target).findFirst(),
                review -> review.fallback().owner(),
                transfer -> Optional.of(transfer.target()),
                answer -> Optional.empty(),
                nobody -> Optional.empty());
    }
}
