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
     * @param evidence what speaks for it and against: no personal data
     */
    record NewReview(ReviewKind kind, UUID caseId, UUID otherCase, Map<String, Object> evidence, OffsetDateTime at) {}

    /**
     * Which reviews are listed.
     *
     * @param after the last one of the page before
     * @param division prefix: both cases are in it; absent for all
     */
    record Filter(
            @Nullable ReviewState state,
            @Nullable ReviewKind kind,
            @Nullable String division,
            @Nullable UUID after,
            int limit) {}

    /** Opens reviews in the caller's transaction; one that is open for the same two cases is not opened twice. */
    Uni<Void> open(Tx tx, List<NewReview> reviews);

    /** A page of reviews, oldest first. */
    Uni<List<Review>> page(Filter filter);

    /** One review. */
    Uni<Optional<Review>> one(UUID id, @Nullable String division);

    /** One review as it is in the caller's transaction. */
    Uni<Optional<Review>> one(Tx tx, UUID id, @Nullable String division);

    /** Locks a review and tells where it stands; whoever locks cases too locks them first. */
    Uni<ReviewState> lock(Tx tx, UUID id);

    /** Writes a decision down. */
    Uni<Void> decide(Tx tx, Decision decision, OffsetDateTime at);

    /**
     * A case was merged: what is asked about it has been answered; what is asked about others that may repeat it is asked
     * about the case that it was merged into.
     */
    Uni<Void> overtaken(Tx tx, UUID merged, UUID into, OffsetDateTime at);

    /** Cases are over: nothing is asked about them any more. */
    Uni<Void> lapse(Tx tx, Collection<UUID> cases, OffsetDateTime at);
}
