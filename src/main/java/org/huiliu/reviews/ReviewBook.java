package org.huiliu.reviews;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/** Where reviews are kept. */
public interface ReviewBook {

    /**
     * A question for a person.
     *
     * @param otherCase of a SUSPECTED one
     * @param evidence what speaks for it and against, or which rule asks: no personal data
     * @param dueAt of an URGENT one: when it goes on without a decision
     * @param fallback of an URGENT one: where it goes then
     */
    record NewReview(
            ReviewKind kind,
            UUID caseId,
            @Nullable UUID otherCase,
            Map<String, Object> evidence,
            @Nullable OffsetDateTime dueAt,
            @Nullable Map<String, Object> fallback,
            OffsetDateTime at) {

        /** Whether a case is a repeat of another one. */
        public static NewReview suspected(
                UUID caseId, UUID otherCase, Map<String, Object> evidence, OffsetDateTime at) {
            return new NewReview(ReviewKind.SUSPECTED, caseId, otherCase, evidence, null, null, at);
        }

        /** Where an urgent case goes. */
        public static NewReview urgent(
                UUID caseId,
                Map<String, Object> evidence,
                OffsetDateTime dueAt,
                Map<String, Object> fallback,
                OffsetDateTime at) {
            return new NewReview(ReviewKind.URGENT, caseId, null, evidence, dueAt, fallback, at);
        }

        /** Who takes a case. */
        public static NewReview unowned(UUID caseId, Map<String, Object> evidence, OffsetDateTime at) {
            return new NewReview(ReviewKind.UNOWNED, caseId, null, evidence, null, null, at);
        }
    }

    /**
     * Which reviews are listed.
     *
     * @param after the last one of the page before
     * @param division prefix: its cases are in it; absent for all
     */
    record Filter(
            @Nullable ReviewState state,
            @Nullable ReviewKind kind,
            @Nullable String division,
            @Nullable UUID after,
            int limit) {}

    /**
     * Which review is wanted next.
     *
     * @param division prefix: its cases are in it; absent for all
     * @param kinds of one of these kinds; empty for all
     * @param skip none of these
     */
    record Wanted(@Nullable String division, List<ReviewKind> kinds, List<UUID> skip) {}

    /**
     * That a review is somebody's for a while.
     *
     * @param holder {@code operator:<name>}
     * @param at now
     * @param until it ends by itself then
     */
    record Hold(String holder, OffsetDateTime at, OffsetDateTime until) {}

    /**
     * How many reviews of a kind are open.
     *
     * @param held by somebody else
     * @param overdue whose time has run out
     * @param oldest when the oldest was opened
     * @param nextDue when the first one's time runs out
     */
    record Count(
            ReviewKind kind,
            int open,
            int held,
            int overdue,
            @Nullable OffsetDateTime oldest,
            @Nullable OffsetDateTime nextDue) {}

    /**
     * Opens reviews in the caller's transaction; one that is open for the same cases is not opened twice. Its fallback is
     * the newer one then, its time the first.
     */
    Uni<Void> open(Tx tx, List<NewReview> reviews);

    /**
     * How much waits for a person.
     *
     * @param overdue open ones whose time is over
     * @param nextDueAt when the next one's time is over; null when none has one
     */
    record Tally(long open, long overdue, @Nullable OffsetDateTime nextDueAt) {}

    /** How much is open within a division at a time. */
    Uni<Tally> tally(@Nullable String division, OffsetDateTime now);

    /** A page of reviews, oldest first. */
    Uni<List<Review>> page(Filter filter);

    /** How many are open of each kind that has any, for whoever sees a division. */
    Uni<List<Count>> counts(@Nullable String division, String actor, OffsetDateTime now);

    /** Gives somebody the most pressing review that nobody else holds, if there is one: no two ever get the same. */
    Uni<Optional<Review>> next(Wanted wanted, Hold hold);

    /**
     * Takes or prolongs a hold, unless somebody else holds the review or it is not open any more.
     *
     * @return the review as it is then, whoever holds it; empty if it is not in the division
     */
    Uni<Optional<Review>> hold(UUID id, @Nullable String division, Hold hold);

    /** Gives a review back, if it is theirs. */
    Uni<Void> release(UUID id, String holder);

    /** One review. */
    Uni<Optional<Review>> one(UUID id, @Nullable String division);

    /** One review as it is in the caller's transaction. */
    Uni<Optional<Review>> one(Tx tx, UUID id, @Nullable String division);

    /** Locks a review and tells how it stands; whoever locks cases too locks them first. */
    Uni<Review> lock(Tx tx, UUID id);

    /** Writes a decision down. */
    Uni<Void> decide(Tx tx, Decision decision, OffsetDateTime at);

    /**
     * A case was merged: what is asked about it has been answered; what is asked about others that may repeat it is asked
     * about the case that it was merged into.
     */
    Uni<Void> overtaken(Tx tx, UUID merged, UUID into, OffsetDateTime at);

    /**
     * The review that asks where an urgent case goes, locked, if it is still open; whoever asks has locked the case.
     *
     * @return its id
     */
    Uni<Optional<UUID>> urgent(Tx tx, UUID caseId);

    /** Cases have found their way: nobody is asked any more where they go. */
    Uni<Void> settled(Tx tx, Collection<UUID> cases, OffsetDateTime at);

    /** Cases are over: nothing is asked about them any more. */
    Uni<Void> lapse(Tx tx, Collection<UUID> cases, OffsetDateTime at);
}
