package org.huiliu.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the condition of a rule; what it cannot read it replaces by one that always holds, and leaves a fault. */
final class ConditionReader {
    private static final int DEEPEST = 10;
    private static final int MOST_PARTS = 50;
    private static final int MOST_TESTS = 200;
    private static final int MOST_VALUES = 1000;
    private static final int LONGEST_CODE = 100;
    private static final int MOST_CORNERS = 500;
    private static final double LONGEST_RADIUS_M = 100_000;

    private static final List<String> JOINTS = List.of("all", "any", "not");

    /** What a test on a field of this kind may consist of. */
    private static final Map<Field.Kind, List<String>> MEMBERS = Arrays.stream(Field.Kind.values())
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(), kind -> Stream.concat(kind.operators().stream(), Stream.of("field"))
                            .toList()));

    private final Spots spots;
    private final Vocabulary vocabulary;
    private final Map<String, List<String>> lists;

    ConditionReader(Spots spots, Vocabulary vocabulary, Map<String, List<String>> lists) {
        this.spots = spots;
        this.vocabulary = vocabulary;
        this.lists = lists;
    }

    /** The condition at this spot; one that is absent always holds. */
    Condition read(JsonNode node, String at) {
        if (Spots.absent(node)) {
            return Condition.ALWAYS;
        }
        Condition read = condition(node, at, 1);
        if (read.tests() > MOST_TESTS) {
            spots.fault(at, "too-many", "at most " + MOST_TESTS + " tests in a rule");
        }
        return read;
    }

    private Condition condition(JsonNode node, String at, int depth) {
        if (depth > DEEPEST) {
            spots.fault(at, "too-deep", "at most " + DEEPEST + " levels");
            return Condition.ALWAYS;
        }
        if (node.has("field")) {
            return test(node, at);
        }
        List<String> joints = present(node, JOINTS);
        if (joints.isEmpty()) {
            spots.fault(at, "required", "a test with a field, or one of these", JOINTS);
            return Condition.ALWAYS;
        }
        String key = joints.get(0);
        if (!spots.object(node, at, List.of(key))) {
            return Condition.ALWAYS;
        }
        if (key.equals("not")) {
            return new Condition.Not(condition(node.get(key), at + "/not", depth + 1));
        }
        List<Condition> parts = new ArrayList<>();
        int place = 0;
        int least = key.equals("any") ? 1 : 0;
        for (JsonNode part : spots.items(node.get(key), at + "/" + key, least, MOST_PARTS)) {
            parts.add(condition(part, at + "/" + key + "/" + place++, depth + 1));
        }
        return key.equals("all") ? new Condition.All(parts) : new Condition.Any(parts);
    }

    private Condition test(JsonNode node, String at) {
        Optional<Field> field = Field.of(node.path("field").asText());
        if (field.isEmpty()) {
            spots.fault(
                    at + "/field",
                    "enum",
                    "no such field",
                    Arrays.stream(Field.values()).map(Field::key).toList());
            return Condition.ALWAYS;
        }
        List<String> operators = field.get().kind().operators();
        List<String> given = present(node, operators);
        if (!spots.object(node, at, MEMBERS.getOrDefault(field.get().kind(), operators)) || given.size() != 1) {
            if (given.size() != 1) {
                spots.fault(at, "operator", "exactly one operator of this field", operators);
            }
            return Condition.ALWAYS;
        }
        String key = given.get(0);
        Operator operator = operator(field.get(), key, node.path(key), at + "/" + key);
        return spots.sound() || operator != NOTHING ? new Condition.Test(field.get(), operator) : Condition.ALWAYS;
    }

    /** Those of these properties that it has. Read for each test of 10,000 rules, so without a stream. */
    private static List<String> present(JsonNode node, List<String> keys) {
        List<String> present = new ArrayList<>(1);
        for (String key : keys) {
            if (node.has(key)) {
                present.add(key);
            }
        }
        return present;
    }

    /** Stands for an operator that could not be read. */
    private static final Operator NOTHING = new Operator.Exists(true);

    private Operator operator(Field field, String key, JsonNode node, String at) {
        return switch (key) {
            case "eq", "in" -> in(field, node, at);
            case "prefix" -> new Operator.Prefix(codes(field, node, at, true));
            case "suffix" -> new Operator.Suffix(plain(field, node, at));
            case "contains" -> new Operator.Words(null, plain(field, node, at));
            case "words" -> words(node, at);
            case "range" -> range(node, at);
            case "span" -> span(node, at);
            case "daily" -> daily(node, at);
            case "workingTime" -> new Operator.WorkingTime(yes(node, at));
            case "exists" -> new Operator.Exists(yes(node, at));
            case "within" -> new Operator.Within(codes(field, node, at, false));
            case "near" -> near(node, at);
            case "inside" -> inside(node, at);
            default -> throw new IllegalStateException("no reader for the operator " + key);
        };
    }

    // ------------------------------------------------------------ words and codes

    private Operator in(Field field, JsonNode node, String at) {
        return switch (field.kind()) {
            case NUMBER -> {
                BigDecimal number = spots.number(node.isArray() ? MissingNode.getInstance() : node, at);
                if (number == null) {
                    spots.fault(at, "type", "one number; for several use range");
                }
                yield new Operator.Range(number, number);
            }
            case YES_NO -> new Operator.In(Set.of(String.valueOf(yes(node, at))));
            default -> new Operator.In(new LinkedHashSet<>(codes(field, node, at, false)));
        };
    }

    private List<String> codes(Field field, JsonNode node, String at, boolean beginning) {
        List<String> codes = plain(field, node, at);
        for (int i = 0; i < codes.size(); i++) {
            if (!codes.get(i).isEmpty() && !vocabulary.known(field, codes.get(i), beginning)) {
                String spot = node.isArray() ? at + "/" + i : at;
                List<String> choices = vocabulary.choices(field);
                if (choices.isEmpty()) {
                    spots.fault(spot, "code", "no such code");
                } else {
                    spots.fault(spot, "code", "no such code", choices);
                }
            }
        }
        return codes;
    }

    private List<String> plain(Field field, JsonNode node, String at) {
        List<String> texts = spots.texts(node, at, MOST_VALUES, LONGEST_CODE);
        return field.kind() == Field.Kind.TEXT
                ? texts.stream().map(Facts::comparable).toList()
                : texts;
    }

    private Operator words(JsonNode node, String at) {
        if (!node.isTextual()) {
            return new Operator.Words(null, plain(Field.TEXT, node, at));
        }
        List<String> list = lists.get(node.textValue());
        if (list == null) {
            spots.fault(
                    at,
                    "word-list",
                    "no such word list",
                    lists.keySet().stream().sorted().toList());
            return NOTHING;
        }
        return new Operator.Words(node.textValue(), list);
    }

    private boolean yes(JsonNode node, String at) {
        if (!node.isBoolean()) {
            spots.fault(at, "type", "true or false");
        }
        return node.asBoolean();
    }

    // ------------------------------------------------------------ numbers and times

    private Operator range(JsonNode node, String at) {
        if (!spots.object(node, at, List.of("from", "to"))) {
            return NOTHING;
        }
        BigDecimal from = spots.number(node.path("from"), at + "/from");
        BigDecimal to = spots.number(node.path("to"), at + "/to");
        if (from == null && to == null) {
            spots.fault(at, "required", "from, to or both");
        } else if (from != null && to != null && from.compareTo(to) > 0) {
            spots.fault(at, "empty", "from is above to: nothing lies between");
        }
        return new Operator.Range(from, to);
    }

    private Operator span(JsonNode node, String at) {
        if (!spots.object(node, at, List.of("from", "to"))) {
            return NOTHING;
        }
        OffsetDateTime from = spots.time(node.path("from"), at + "/from");
        OffsetDateTime to = spots.time(node.path("to"), at + "/to");
        if (from == null && to == null) {
            spots.fault(at, "required", "from, to or both");
        } else if (from != null && to != null && !from.isBefore(to)) {
            spots.fault(at, "empty", "from is not before to: nothing lies between");
        }
        return new Operator.Span(from, to);
    }

    private Operator daily(JsonNode node, String at) {
        if (!spots.object(node, at, List.of("from", "to"))) {
            return NOTHING;
        }
        LocalTime from = timeOfDay(node.path("from"), at + "/from");
        LocalTime to = timeOfDay(node.path("to"), at + "/to");
        if (from.equals(to)) {
            spots.fault(at, "empty", "from and to are the same: nothing lies between");
        }
        return new Operator.Daily(from, to);
    }

    private LocalTime timeOfDay(JsonNode node, String at) {
        try {
            return LocalTime.parse(node.asText());
        } catch (DateTimeException e) {
            spots.fault(at, "format", "a time of day, for example 22:00");
            return LocalTime.MIDNIGHT;
        }
    }

    // ------------------------------------------------------------ places

    private Operator near(JsonNode node, String at) {
        if (!spots.object(node, at, List.of("lon", "lat", "metres"))) {
            return NOTHING;
        }
        return new Operator.Near(
                spots.decimal(node.path("lon"), at + "/lon", -180, 180),
                spots.decimal(node.path("lat"), at + "/lat", -90, 90),
                spots.decimal(node.path("metres"), at + "/metres", 1, LONGEST_RADIUS_M));
    }

    private Operator inside(JsonNode node, String at) {
        List<Operator.Inside.Corner> corners = new ArrayList<>();
        int place = 0;
        for (JsonNode corner : spots.items(node, at, 3, MOST_CORNERS)) {
            String spot = at + "/" + place++;
            if (spots.items(corner, spot, 2, 2).size() == 2) {
                corners.add(new Operator.Inside.Corner(
                        spots.decimal(corner.get(0), spot + "/0", -180, 180),
                        spots.decimal(corner.get(1), spot + "/1", -90, 90)));
            }
        }
        return corners.isEmpty() ? NOTHING : new Operator.Inside(corners);
    }
}
