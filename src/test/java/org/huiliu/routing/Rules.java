package org.huiliu.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huiliu.model.CaseContent;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/** Rulesets, facts and units for the tests of this room. */
final class Rules {
    static final OffsetDateTime NOW = OffsetDateTime.parse("2026-03-02T10:00:00+08:00");
    static final JsonNode NO_CATALOGUE = MissingNode.getInstance();

    private Rules() {}

    static JsonNode json(String json) {
        return HubJson.read(json, JsonNode.class);
    }

    static JsonNode example() {
        try {
            return json(Files.readString(Path.of("contracts/rulesets/v1/example.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document with one group of rules. */
    static JsonNode group(String mode, String... rules) {
        return json("""
                {"groups": [{"name": "g", "zh": "组", "mode": "%s", "rules": [%s]}],
                 "otherwise": {"zh": "兜底", "then": {"deliver": {"host": {"role": "MUNICIPAL"}}}}}
                """.formatted(mode, String.join(",", rules)));
    }

    static String rule(String name, String when, String then) {
        return "{\"name\": \"%s\", \"zh\": \"%s\", \"when\": %s, \"then\": %s}".formatted(name, name, when, then);
    }

    static String toRole(String role) {
        return "{\"deliver\": {\"host\": {\"role\": \"" + role + "\"}}}";
    }

    static Ruleset compiled(JsonNode document) {
        return Ruleset.compile(3, RulesetReader.stored(document, NO_CATALOGUE));
    }

    static Ruleset compiled(JsonNode document, String catalogue) {
        return Ruleset.compile(3, RulesetReader.stored(document, json(catalogue)));
    }

    static RulesetDocument sound(JsonNode document) {
        return RulesetReader.read(document, NO_CATALOGUE, Vocabulary.ANY, NOW)
                .fold((read, warnings) -> read, faults -> {
                    throw new AssertionError(faults.toString());
                });
    }

    static List<Fault> warnings(JsonNode document) {
        return RulesetReader.read(document, NO_CATALOGUE, Vocabulary.ANY, NOW)
                .fold((read, warnings) -> warnings, faults -> {
                    throw new AssertionError(faults.toString());
                });
    }

    static List<Fault> faults(JsonNode document) {
        return faults(document, NO_CATALOGUE, Vocabulary.ANY);
    }

    static List<Fault> faults(JsonNode document, JsonNode catalogue, Vocabulary vocabulary) {
        return RulesetReader.read(document, catalogue, vocabulary, NOW)
                .fold((read, warnings) -> List.of(), faults -> faults);
    }

    /** A dispute that 110 has sent, at this place. */
    static Facts dispute(@Nullable String division) {
        return facts("110", division, "两家因楼道堆物争吵");
    }

    static Facts facts(String feed, @Nullable String division, String title) {
        String place = division == null ? "{}" : "{\"division\": \"" + division + "\"}";
        CaseContent content = HubJson.read("""
                {"domain": "POLICE", "appealType": "ALARM", "urgency": "NORMAL", "priority": "P3", "title": "%s",
                 "category": {"system": "huiliu", "version": "1", "code": "order.dispute"}, "place": %s}
                """.formatted(title, place), CaseContent.class);
        return Facts.of(feed, content, 1, 1, NOW);
    }

    /** Units by code, each with its role and division. */
    record Directory(Map<String, Seat> seats) implements Units {
        record Seat(String role, String division) {}

        static Directory of(String... lines) {
            Map<String, Seat> seats = new java.util.TreeMap<>();
            for (String line : lines) {
                String[] cells = line.split(" ", -1);
                seats.put(cells[0], new Seat(cells[1], cells.length > 2 ? cells[2] : ""));
            }
            return new Directory(seats);
        }

        @Override
        public boolean known(String target) {
            return seats.containsKey(target);
        }

        @Override
        public Optional<String> responsible(String role, @Nullable String division, int mostDigits) {
            return seats.entrySet().stream()
                    .filter(seat -> seat.getValue().role().equals(role))
                    .filter(seat -> seat.getValue().division().length() <= mostDigits)
                    .filter(seat -> (division == null ? "" : division)
                            .startsWith(seat.getValue().division()))
                    .max(Comparator.comparingInt(
                            seat -> seat.getValue().division().length()))
                    .map(Map.Entry::getKey);
        }

        @Override
        public Optional<String> parent(String target) {
            Seat seat = seats.get(target);
            return seat == null || seat.division().isEmpty()
                    ? Optional.empty()
                    : responsible(seat.role(), seat.division(), seat.division().length() - 1);
        }
    }
}
