package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.huiliu.cases.CaseLedger;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.feedback.Receipt;
import org.huiliu.feedback.ReceiptAnswer;
import org.huiliu.feedback.ReceiptBook;
import org.huiliu.feedback.ReceiptSink;
import org.huiliu.partners.Target;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.platform.tx.GroupCommit;
import org.huiliu.platform.tx.Tx;
import org.huiliu.reviews.ReviewBook;

/**
 * The way of a receipt: its case moves, and what became of it is owed to every line that reported the case. Receipts that
 * arrive together commit together, detached from the requests that brought them.
 */
@ApplicationScoped
public class FeedbackPath implements ReceiptSink {
    private static final int WRITERS = 2;
    private static final int LARGEST_GROUP = 64;
    private static final int MOST_WAITING = 4096;

    private final Pool pool;
    private final CaseLedger cases;
    private final DeliveryQueue deliveries;
    private final ReceiptBook book;
    private final ReviewBook reviews;
    private final TargetDirectory directory;
    private final TellingLines lines;
    private final DeliverPath deliverPath;
    private final Clock clock;
    private final GroupCommit<Receipt, ReceiptAnswer> writers;

    FeedbackPath(
            Vertx vertx,
            Pool pool,
            CaseLedger cases,
            DeliveryQueue deliveries,
            ReceiptBook book,
            ReviewBook reviews,
            TargetDirectory directory,
            TellingLines lines,
            DeliverPath deliverPath,
            Clock clock) {
        this.pool = pool;
        this.cases = cases;
        this.deliveries = deliveries;
        this.book = book;
        this.reviews = reviews;
        this.directory = directory;
        this.lines = lines;
        this.deliverPath = deliverPath;
        this.clock = clock;
        this.writers = new GroupCommit<>(vertx, WRITERS, LARGEST_GROUP, MOST_WAITING, Receipt::caseId, this::commit);
    }

    @Override
    public Uni<ReceiptAnswer> take(Receipt receipt) {
        return writers.submit(receipt);
    }

    /** The path: find the deliveries, lock their cases, decide, write, tell the lines. */
    private Uni<List<ReceiptAnswer>> commit(List<Receipt> receipts) {
        OffsetDateTime at = OffsetDateTime.now(clock);
        return Tx.run(pool, tx -> deliveries
                        .addressees(
                                tx, receipts.stream().map(Receipt::deliveryId).toList())
                        .map(addressees -> new ReceiptGroup(receipts, addressees, at))
                        .call(group -> decide(tx, group))
                        .call(group -> cases.write(tx, group.files()))
                        .call(group -> book.add(tx, group.entries()))
                        .call(group -> reviews.lapse(tx, group.over(), at))
                        .call(group -> lines.tell(tx, group.news(), at)))
                .invoke(group -> {
                    if (!group.news().isEmpty()) {
                        deliverPath.wake();
                    }
                })
                .map(ReceiptGroup::answers);
    }

    private Uni<Void> decide(Tx tx, ReceiptGroup group) {
        // the receipts are looked for under the locks of their cases: of two equal ones the second finds the first
        return cases.lock(tx, group.caseIds())
                .flatMap(files -> joint(tx, group, ReceiptGroup.joint(files))
                        .chain(() -> book.find(tx, group.keys()))
                        .invoke(known -> group.decide(files, known)))
                .replaceWithVoid();
    }

    private Uni<Void> joint(Tx tx, ReceiptGroup group, List<UUID> cases) {
        return cases.isEmpty()
                ? Uni.createFrom().voidItem()
                : book.results(tx, cases)
                        .flatMap(results -> directory
                                .targets(tx)
                                .invoke(targets -> group.answered(results, code -> targets.target(code)
                                        .map(Target::name)
                                        .orElse(code))))
                        .replaceWithVoid();
    }
}
