package org.huiliu.reviews;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.huiliu.platform.tx.Tx;

/** Where reviews are kept. */
public interface ReviewBook {

    /**
     * A question for a person.
     *
     * @param evidence what speaks for it and against: no personal data
     */
    record NewReview(ReviewKind kind, UUID caseId, UUID otherCase, Map<String, Object> evidence, OffsetDateTime at) {}

    /** Opens reviews in the caller's transaction; one that is open for the same two cases is not opened twice. */
    Uni<Void> open(Tx tx, List<NewReview> reviews);
}
