package org.huiliu.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Point;
import org.huiliu.platform.json.HubJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random rulesets and random cases: the index finds exactly the rules that somebody finds who reads the JSON and knows
 * nothing of indexes. A failure names its seed.
 */
class RuleIndexOracleTest {
    private static final int CASES = 40;
    private static final List<String> FEEDS = List.of("110", "120", "12345", "12348");
    private static final List<String> CATEGORIES =
            List.of("order", "order.dispute", "order.fight", "gov.tax", "gov.housing.repair", "crime.theft");
    private static final List<String> DIVISIONS =
            List.of("32", "320302", "320302002", "320302007", "330203", "330203001", "320302002001");
    private static final List<String> FLAGS = List.of("TRAPPED", "INJURED", "WEAPON", "HAZMAT");
    private static final List<String> WORDS = List.of("漏水", "燃气", "争吵", "持刀", "水", "Noise", "漏");
    private static final List<String> TAGS = List.of("夜间", "重点", "VIP");

    static List<Long> seeds() {
        return IntStream.range(0, 60).mapToObj(Long::valueOf).toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theIndexAndALookAtEachRuleAgree(long seed) {
        Random random = new Random(seed);
        int size = random.nextInt(4) == 0 ? 300 : 1 + random.nextInt(80);
        JsonNode document = ruleset(random, size);
        Ruleset ruleset = Rules.compiled(document);
        for (int i = 0; i < CASES; i++) {
            Facts facts = facts(random);
            List<String> expected = new ArrayList<>();
            document.at("/groups/0/rules").forEach(rule -> {
                if (effective(rule, facts) && holds(rule.path("when"), facts)) {
                    expected.add(rule.get("name").asText());
                }
            });
            assertThat(ruleset.matching(0, facts))
                    .as("seed %d, case %d", seed, i)
                    .extracting(Rule::name)
                    .containsExactlyElementsOf(expected);
            Units nobody = Rules.Directory.of();
            List<Decision.Fired> fired = ruleset.decide(facts, nobody).fired();
            assertThat(fired.get(0).rule()).isEqualTo(expected.isEmpty() ? "otherwise" : expected.get(0));
        }
    }

    // ------------------------------------------------------------ random rules

    private static JsonNode ruleset(Random random, int size) {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ObjectNode rule = HubJson.mapper().createObjectNode();
            rule.put("name", "r" + i).put("zh", "规则");
            if (random.nextInt(10) > 0) {
                rule.set("when", condition(random, 3));
            }
            if (random.nextInt(10) == 0) {
                rule.put("from", Rules.NOW.plusHours(random.nextInt(3) - 1).toString());
            }
            rule.putObject("then").put("urgency", "NORMAL");
            rules.add(rule.toString());
        }
        return Rules.group("FIRST", rules.toArray(String[]::new));
    }

    private static ObjectNode condition(Random random, int depth) {
        ObjectNode node = HubJson.mapper().createObjectNode();
        int kind = random.nextInt(depth == 0 ? 1 : 6);
        if (kind < 3) {
            return test(random, node);
        }
        if (kind == 3) {
            node.set("not", condition(random, depth - 1));
            return node;
        }
        ArrayNode parts = node.putArray(kind == 4 ? "any" : "all");
        int count = (kind == 4 ? 1 : 0) + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            parts.add(condition(random, depth - 1));
        }
        return node;
    }

    private static ObjectNode test(Random random, ObjectNode node) {
        switch (random.nextInt(12)) {
            case 0 -> some(random, node.put("field", "feed").putArray("in"), FEEDS);
            case 1 -> some(random, node.put("field", "category").putArray("in"), CATEGORIES);
            case 2 ->
                some(random, node.put("field", "category").putArray("prefix"), List.of("o", "order.", "gov", "crime"));
            case 3 -> some(random, node.put("field", "category").putArray("suffix"), List.of("t", "repair", "dispute"));
            case 4 -> some(random, node.put("field", "division").putArray("within"), DIVISIONS);
            case 5 -> some(random, node.put("field", "flags").putArray("in"), FLAGS);
            case 6 -> some(random, node.put("field", "text").putArray("contains"), WORDS);
            case 7 ->
                node.put("field", random.nextBoolean() ? "flags" : "division").put("exists", random.nextBoolean());
            case 8 ->
                node.put("field", "reportCount")
                        .putObject("range")
                        .put("from", random.nextInt(4))
                        .put("to", 4);
            case 9 ->
                node.put("field", "receivedAt")
                        .putObject("daily")
                        .put("from", "22:00")
                        .put("to", "06:00");
            case 10 -> some(random, node.put("field", "tags").putArray("eq"), TAGS);
            default ->
                node.put("field", "point")
                        .putObject("near")
                        .put("lon", 117.1)
                        .put("lat", 34.2)
                        .put("metres", 5000);
        }
        return node;
    }

    private static void some(Random random, ArrayNode list, List<String> of) {
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            list.add(of.get(random.nextInt(of.size())));
        }
    }

    // ------------------------------------------------------------ random cases

    private static Facts facts(Random random) {
        ObjectNode content = HubJson.mapper().createObjectNode();
        content.put("domain", "POLICE")
                .put("appealType", "ALARM")
                .put("urgency", "NORMAL")
                .put("priority", "P3");
        content.putObject("category")
                .put("system", "huiliu")
                .put("version", "1")
                .put("code", CATEGORIES.get(random.nextInt(CATEGORIES.size())));
        content.put("title", WORDS.get(random.nextInt(WORDS.size())) + "，" + WORDS.get(random.nextInt(WORDS.size())));
        if (random.nextBoolean()) {
            content.put("description", "楼上" + WORDS.get(random.nextInt(WORDS.size())) + "ｎｏｉｓｅ");
        }
        ObjectNode place = content.putObject("place");
        if (random.nextInt(4) > 0) {
            place.put("division", DIVISIONS.get(random.nextInt(DIVISIONS.size())));
        }
        if (random.nextBoolean()) {
            place.putObject("point")
                    .put("lon", 117.1 + random.nextDouble() / 10)
                    .put("lat", 34.2)
                    .put("datum", "WGS84");
        }
        some(random, content.putArray("tags"), TAGS);
        if (random.nextBoolean()) {
            content.putArray("flags").add(FLAGS.get(random.nextInt(FLAGS.size())));
        }
        return Facts.of(
                FEEDS.get(random.nextInt(FEEDS.size())),
                HubJson.read(content, CaseContent.class),
                1 + random.nextInt(5),
                1,
                Rules.NOW.plusHours(random.nextInt(24)));
    }

    // ------------------------------------------------------------ somebody who reads the JSON

    private static boolean effective(JsonNode rule, Facts facts) {
        return !rule.has("from")
                || !facts.receivedAt()
                        .isBefore(OffsetDateTime.parse(rule.get("from").asText()));
    }

    private static boolean holds(JsonNode when, Facts facts) {
        if (when.isMissingNode()) {
            return true;
        }
        if (when.has("not")) {
            return !holds(when.get("not"), facts);
        }
        if (when.has("all")) {
            return StreamSupport.stream(when.get("all").spliterator(), false).allMatch(part -> holds(part, facts));
        }
        if (when.has("any")) {
            return StreamSupport.stream(when.get("any").spliterator(), false).anyMatch(part -> holds(part, facts));
        }
        return asked(when, facts);
    }

    private static boolean asked(JsonNode test, Facts facts) {
        List<String> values = values(test.get("field").asText(), facts);
        if (test.has("exists")) {
            return values.isEmpty() != test.get("exists").asBoolean();
        }
        if (test.has("range")) {
            BigDecimal count = BigDecimal.valueOf(facts.reportCount());
            return count.compareTo(test.at("/range/from").decimalValue()) >= 0
                    && count.compareTo(test.at("/range/to").decimalValue()) <= 0;
        }
        if (test.has("daily")) {
            LocalTime time = facts.receivedAt()
                    .withOffsetSameInstant(ZoneOffset.ofHours(8))
                    .toLocalTime();
            return time.getHour() >= 22 || time.getHour() < 6;
        }
        if (test.has("near")) {
            Point point = facts.content().place().point();
            // at one latitude a degree of longitude is so many metres
            return point != null && (point.lon() - 117.1) * 111_194.93 * Math.cos(Math.toRadians(34.2)) <= 5000;
        }
        String operator = List.of("in", "eq", "prefix", "suffix", "within", "contains").stream()
                .filter(test::has)
                .findFirst()
                .orElseThrow();
        return values.stream()
                .anyMatch(value -> StreamSupport.stream(test.get(operator).spliterator(), false)
                        .map(JsonNode::asText)
                        .anyMatch(wanted -> switch (operator) {
                            case "prefix", "within" -> value.startsWith(wanted);
                            case "suffix" -> value.endsWith(wanted);
                            case "contains" ->
                                value.toLowerCase(java.util.Locale.ROOT)
                                        .replace("ｎｏｉｓｅ", "noise")
                                        .contains(wanted.toLowerCase(java.util.Locale.ROOT));
                            default -> value.equals(wanted);
                        }));
    }

    private static List<String> values(String field, Facts facts) {
        CaseContent content = facts.content();
        return switch (field) {
            case "feed" -> List.of(facts.feed());
            case "category" -> List.of(content.category().code());
            case "division" ->
                content.place().division() == null
                        ? List.of()
                        : List.of(content.place().division());
            case "flags" -> content.flags().stream().map(Enum::name).toList();
            case "tags" -> content.tags();
            case "text" ->
                content.description() == null
                        ? List.of(content.title())
                        : List.of(content.title(), content.description());
            default -> List.of();
        };
    }
}
