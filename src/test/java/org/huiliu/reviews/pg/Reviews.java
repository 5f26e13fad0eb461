package org.huiliu.reviews.pg;

import org.huiliu.reviews.ReviewBook;

/** The book of reviews in PostgreSQL, for tests in other rooms. */
public final class Reviews {
    private Reviews() {}

    public static ReviewBook onPostgres() {
        return new PgReviewBook();
    }
}
