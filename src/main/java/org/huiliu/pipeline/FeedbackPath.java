package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.huiliu.cases.CaseLedger;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.feedback.Receipt;
import org.huiliu.feedback.ReceiptAnswer;
import org.huiliu.feedback.ReceiptBook;
import org.huiliu.feedback.ReceiptKind;
import org.huiliu.feedback.ReceiptSink;
import org.huiliu.model.DeliveryKind;
import org.huiliu.normalize.FeedContract;
import org.huiliu.normalize.FeedContracts;
import org.huiliu.partners.Target;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.partners.Targets;
import org.huiliu.platform.time.Ids;
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
    private final FeedContracts feeds;
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
            FeedContracts feeds,
            DeliverPath deliverPath,
            Clock clock) {
        this.pool = pool;
        this.cases = cases;
        this.deliveries = deliveries;
        this.book = book;
        this.reviews = reviews;
        this.directory = directory;
        this.feeds = feeds;
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
                        .call(group -> tellTheLines(tx, group, at)))
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
                .flatMap(files -> book.find(tx, group.keys()).invoke(known -> group.decide(files, known)))
                .replaceWithVoid();
    }

    private Uni<Void> tellTheLines(Tx tx, ReceiptGroup group, OffsetDateTime at) {
        if (group.news().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<UUID> ids =
                group.news().stream().map(ReceiptGroup.News::caseId).distinct().toList();
        return book.records(tx, ids).flatMap(records -> directory
                .targets(tx)
                .map(targets -> answers(group.news(), records, targets, at))
                .flatMap(answers -> deliveries.add(tx, answers, at)));
    }

    private List<NewDelivery> answers(
            List<ReceiptGroup.News> news,
            Map<UUID, SortedMap<String, SortedSet<String>>> records,
            Targets targets,
            OffsetDateTime at) {
        List<NewDelivery> answers = new ArrayList<>();
        for (ReceiptGroup.News one : news) {
            byLine(records.getOrDefault(one.caseId(), new TreeMap<>()))
                    .forEach((line, numbers) -> answers.add(new NewDelivery(
                            Ids.at(at.toInstant().toEpochMilli()),
                            one.caseId(),
                            line,
                            null,
                            DeliveryKind.ANSWER,
                            one.revision(),
                            null,
                            note(one, numbers, targets))));
        }
        return answers;
    }

    /**
     * The records by the target that takes the answers of their feed: one that serves several feeds gets one answer. A
     * feed without such a target wants none.
     */
    private Map<String, SortedSet<String>> byLine(SortedMap<String, SortedSet<String>> records) {
        Map<String, SortedSet<String>> lines = new TreeMap<>();
        records.forEach((feed, numbers) -> feeds.find(feed)
                .map(FeedContract::answersTo)
                .ifPresent(line ->
                        lines.computeIfAbsent(line, none -> new TreeSet<>()).addAll(numbers)));
        return lines;
    }

    private static Map<String, Object> note(ReceiptGroup.News news, SortedSet<String> numbers, Targets targets) {
        Receipt receipt = news.receipt();
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("externalIds", numbers);
        note.put("answer", receipt.kind() == ReceiptKind.RESOLVED ? "RESULT" : "PROGRESS");
        note.put("state", news.state().name());
        note.put("at", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(news.at()));
        note.put("unit", unit(receipt.target(), targets));
        if (receipt.text() != null) {
            note.put("text", receipt.text());
        }
        if (receipt.result() != null) {
            note.put("result", result(receipt.result()));
        }
        return note;
    }

    private static Map<String, Object> unit(String code, Targets targets) {
        String name = targets.target(code).map(Target::name).orElse("");
        return name.isEmpty() ? Map.of("code", code) : Map.of("code", code, "name", name);
    }

    private static Map<String, Object> result(Receipt.ReportedResult reported) {
        return reported.text() == null
                ? Map.of("outcome", reported.outcome().name())
                : Map.of("outcome", reported.outcome().name(), "text", reported.text());
    }
}
