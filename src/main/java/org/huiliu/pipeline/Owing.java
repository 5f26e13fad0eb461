package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.platform.timer.Timers;
import org.huiliu.platform.tx.Tx;
import org.huiliu.reviews.ReviewBook;

/** Writes what the steps of a transaction have left to be written beside their cases, once those are written. */
@ApplicationScoped
class Owing {
    private final ReviewBook reviews;
    private final Timers timers;
    private final DeliveryQueue deliveries;
    private final TellingLines lines;

    Owing(ReviewBook reviews, Timers timers, DeliveryQueue deliveries, TellingLines lines) {
        this.reviews = reviews;
        this.timers = timers;
        this.deliveries = deliveries;
        this.lines = lines;
    }

    Uni<Void> write(Tx tx, Owed owed, OffsetDateTime at) {
        return reviews.settled(tx, owed.settled(), at)
                .chain(() -> timers.cancel(tx, UrgentTimer.KIND, owed.settled()))
                .chain(() -> reviews.open(tx, owed.reviews))
                .chain(() -> timers.set(tx, owed.timers))
                .chain(() -> deliveries.add(tx, owed.deliveries, at))
                .chain(() -> lines.tell(tx, owed.news, at));
    }
}
