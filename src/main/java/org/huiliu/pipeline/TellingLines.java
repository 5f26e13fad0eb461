package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
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
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.feedback.ReceiptBook;
import org.huiliu.model.DeliveryKind;
import org.huiliu.model.Result;
import org.huiliu.normalize.FeedContract;
import org.huiliu.normalize.FeedContracts;
import org.huiliu.partners.Target;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.partners.Targets;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;

/** Owes every line that reported a case the word of what became of it, under the line's own numbers. */
@ApplicationScoped
class TellingLines {
    private final ReceiptBook book;
    private final TargetDirectory directory;
    private final FeedContracts feeds;
    private final DeliveryQueue deliveries;

    TellingLines(ReceiptBook book, TargetDirectory directory, FeedContracts feeds, DeliveryQueue deliveries) {
        this.book = book;
        this.directory = directory;
        this.feeds = feeds;
        this.deliveries = deliveries;
    }

    /** Adds the answers in the caller's transaction, in which the cases' reports are written already. */
    Uni<Void> tell(Tx tx, List<LineNews> news, OffsetDateTime at) {
        if (news.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<UUID> ids = news.stream().map(LineNews::caseId).distinct().toList();
        return book.records(tx, ids).flatMap(records -> directory
                .targets(tx)
                .map(targets -> answers(news, records, targets, at))
                .flatMap(answers -> deliveries.add(tx, answers, at)));
    }

    private List<NewDelivery> answers(
            List<LineNews> news,
            Map<UUID, SortedMap<String, SortedSet<String>>> records,
            Targets targets,
            OffsetDateTime at) {
        List<NewDelivery> answers = new ArrayList<>();
        for (LineNews one : news) {
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

    private static Map<String, Object> note(LineNews news, SortedSet<String> numbers, Targets targets) {
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("externalIds", numbers);
        note.put("answer", news.answer().name());
        note.put("state", news.state().name());
        note.put("at", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(news.at()));
        if (news.unit() != null) {
            note.put("unit", unit(news.unit(), targets));
        }
        if (news.text() != null) {
            note.put("text", news.text());
        }
        if (news.result() != null) {
            note.put("result", result(news.result()));
        }
        return note;
    }

    private static Map<String, Object> unit(String code, Targets targets) {
        String name = targets.target(code).map(Target::name).orElse("");
        return name.isEmpty() ? Map.of("code", code) : Map.of("code", code, "name", name);
    }

    private static Map<String, Object> result(Result result) {
        return result.text() == null
                ? Map.of("outcome", result.outcome().name())
                : Map.of("outcome", result.outcome().name(), "text", result.text());
    }
}
