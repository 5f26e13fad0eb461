package org.huiliu.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.huiliu.cases.CaseContents;
import org.huiliu.jobs.Jobs;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Privacy;
import org.huiliu.normalize.Normalization;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.tx.Aside;
import org.huiliu.routing.Comparison;
import org.huiliu.routing.Facts;
import org.jspecify.annotations.Nullable;

/** One simulation at work: batch by batch aside, so that it can be watched and cancelled and intake does not feel it. */
final class Simulating {
    private static final int BATCH = 1_000;
    /** Asked for at once: 16 bytes each. */
    private static final int IDS = 50_000;

    private static final int SHOWN_REFUSALS = 20;

    private final Comparison comparison;
    private final Jobs.Progress progress;
    private long done;

    Simulating(Comparison comparison, Jobs.Progress progress) {
        this.comparison = comparison;
        this.progress = progress;
    }

    /** Compares stored cases. */
    Uni<JsonNode> cases(CaseContents cases, CaseContents.Wanted wanted, String label) {
        return cases.count(wanted).chain(total -> {
            progress.total(total);
            return walk(cases, wanted, null).map(nothing -> comparison.report(label));
        });
    }

    private Uni<Void> walk(CaseContents cases, CaseContents.Wanted wanted, @Nullable UUID after) {
        return cases.ids(wanted, after, IDS).chain(ids -> {
            List<List<UUID>> batches = new ArrayList<>();
            for (int from = 0; from < ids.size(); from += BATCH) {
                batches.add(ids.subList(from, Math.min(ids.size(), from + BATCH)));
            }
            Uni<Void> these = batches.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : batches(cases, batches, 0, cases.read(batches.get(0)));
            return ids.size() < IDS ? these : these.chain(() -> walk(cases, wanted, ids.get(ids.size() - 1)));
        });
    }

    /** The next batch is read while one is compared. */
    private Uni<Void> batches(
            CaseContents cases, List<List<UUID>> batches, int place, Uni<List<CaseContents.Open>> read) {
        return read.chain(batch -> {
            if (progress.cancelled()) {
                return progress.stopped();
            }
            if (place + 1 == batches.size()) {
                return compare(batch);
            }
            Uni<List<CaseContents.Open>> next =
                    cases.read(batches.get(place + 1)).memoize().indefinitely();
            return Uni.combine()
                    .all()
                    .unis(compare(batch), next)
                    .discardItems()
                    .chain(() -> batches(cases, batches, place + 1, next));
        });
    }

    private Uni<Void> compare(List<CaseContents.Open> page) {
        return Aside.compute(() -> {
                    for (CaseContents.Open one : page) {
                        CaseContent content = one.content();
                        comparison.add(
                                Facts.of(one.feed(), content, one.reportCount(), one.callerCount(), one.openedAt()),
                                new Comparison.Label(
                                        one.id().toString(),
                                        null,
                                        title(content),
                                        content.place().division()));
                        progress.done(++done);
                    }
                    return done;
                })
                .replaceWithVoid();
    }

    /** Compares messages that are not taken in; what the feed's contract refuses is told. */
    Uni<JsonNode> messages(
            String feed,
            List<JsonNode> payloads,
            Function<JsonNode, Normalization> normalize,
            OffsetDateTime now,
            String label) {
        progress.total(payloads.size());
        return Aside.compute(() -> {
                    ArrayNode refused = HubJson.mapper().createArrayNode();
                    for (int i = 0; i < payloads.size() && !progress.cancelled(); i++) {
                        int number = i;
                        int unused = normalize
                                .apply(payloads.get(i))
                                .fold(
                                        normalized -> {
                                            CaseContent content = normalized.content();
                                            comparison.add(
                                                    Facts.of(feed, content, 1, 1, now),
                                                    new Comparison.Label(
                                                            null,
                                                            number,
                                                            title(content),
                                                            content.place().division()));
                                            return number;
                                        },
                                        rejected -> {
                                            if (refused.size() < SHOWN_REFUSALS) {
                                                refused.addObject()
                                                        .put("number", number)
                                                        .set(
                                                                "faults",
                                                                HubJson.mapper().valueToTree(rejected.faults()));
                                            }
                                            return number;
                                        });
                        progress.done(++done);
                    }
                    return refused;
                })
                .chain(refused -> {
                    if (progress.cancelled()) {
                        return progress.stopped();
                    }
                    ObjectNode report = comparison.report(label);
                    report.set("refused", refused);
                    return Uni.createFrom().item(report);
                });
    }

    /** What is strictly private is known by its number alone. */
    private static @Nullable String title(CaseContent content) {
        return content.privacy().level() == Privacy.Level.STRICT ? null : content.title();
    }
}
