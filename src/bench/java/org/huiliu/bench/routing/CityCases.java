package org.huiliu.bench.routing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.huiliu.boot.pack.InventedEvents;
import org.huiliu.boot.pack.Pack;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Supplement;
import org.huiliu.normalize.FeedContracts;
import org.huiliu.normalize.Normalized;
import org.huiliu.normalize.Normalizer;
import org.huiliu.normalize.PayloadFormat;
import org.huiliu.normalize.divisions.DivisionTable;
import org.huiliu.normalize.divisions.TableDivisionResolver;
import org.huiliu.routing.Facts;

/** Invented reports of all streets of a city, normalized as the hub does: what the accept path has in its hands. */
final class CityCases {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OffsetDateTime RECEIVED = OffsetDateTime.parse("2025-09-11T10:00:00+08:00");

    private CityCases() {}

    /** A case as the accept path has it, before any rule has looked at it. */
    record One(String feed, CaseContent content, int reportCount) {
        Facts facts() {
            return Facts.of(feed, content, reportCount, reportCount, RECEIVED);
        }

        /** The same for a router of JSON: every field that a rule may ask, flat. */
        String event() {
            ObjectNode event = JSON.createObjectNode()
                    .put("feed", feed)
                    .put("domain", content.domain().name())
                    .put("appealType", content.appealType().name())
                    .put("category", content.category().code())
                    .put("urgency", content.urgency().name())
                    .put("priority", content.priority().name())
                    .put("channel", content.channel())
                    .put("division", content.place().division())
                    .put("reportCount", reportCount)
                    .put("callerCount", reportCount);
            if (!content.flags().isEmpty()) {
                ArrayNode flags = event.putArray("flags");
                content.flags().forEach(flag -> flags.add(flag.name()));
            }
            ArrayNode text = event.putArray("text").add(content.title());
            if (content.description() != null) {
                text.add(content.description());
            }
            content.supplements().stream().map(Supplement::text).forEach(text::add);
            return event.toString();
        }
    }

    static List<One> take(int count, List<InventedEvents.Place> places) {
        FeedContracts contracts = new FeedContracts(new TableDivisionResolver(DivisionTable.load()), Optional.empty());
        Normalizer normalizer = new Normalizer(contracts);
        Random random = new Random(7);
        List<One> cases = new ArrayList<>();
        for (Pack.Report report : new InventedEvents(places, 3302).take(count)) {
            byte[] payload = report.payload().toString().getBytes(StandardCharsets.UTF_8);
            CaseContent content = normalizer
                    .normalize(contracts.find(report.feed()).orElseThrow(), payload, PayloadFormat.JSON)
                    .fold(Normalized::content, rejected -> {
                        throw new IllegalStateException(rejected.toString());
                    });
            cases.add(new One(report.feed(), content, random.nextInt(10) < 8 ? 1 : 2 + random.nextInt(8)));
        }
        return cases;
    }

    /** The streets and towns of a city. */
    static List<InventedEvents.Place> streetsOf(String city) {
        return lines("contracts/divisions/divisions.tsv")
                .map(line -> line.split("\t"))
                .filter(row -> row[0].length() == 9 && row[0].startsWith(city))
                .map(row -> new InventedEvents.Place(row[0], row[1]))
                .toList();
    }

    /** The categories that the lines' tables lead to. */
    static List<String> categories() {
        return Stream.of("12345", "110", "12348")
                .flatMap(feed -> lines("contracts/feeds/" + feed + "/codes/category.csv")
                        .skip(1)
                        .map(line -> line.split(",")[2]))
                .distinct()
                .toList();
    }

    private static Stream<String> lines(String resource) {
        try (var stream = CityCases.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
