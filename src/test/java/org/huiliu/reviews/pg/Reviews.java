package org.huiliu.reviews.pg;

import io.vertx.mutiny.sqlclient.Pool;
import java.time.Clock;
import org.huiliu.platform.time.Clocks;
import org.huiliu.reviews.ReviewBook;

/** The book of reviews in PostgreSQL, for tests in other rooms. */
public final class Reviews {
    private Reviews() {}

    public static ReviewBook onPostgres(Pool pool) {
        return new PgReviewBook(pool, Clock.system(Clocks.CHINA));
    }
}
