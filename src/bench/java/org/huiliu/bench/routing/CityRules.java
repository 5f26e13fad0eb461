package org.huiliu.bench.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rules like a large city's, each in both engines' words. Most send a category of one line to the unit of a street or a
 * district, as a dispatch catalogue does; the rest look at urgency, emergency flags, words of the text and how often a
 * matter was reported.
 */
final class CityRules {
    /** What the rules are, for the reader of the figures. */
    static final String SHARES = "55 % line, 1 to 3 categories and a street or district (a fifth of them only without"
            + " emergency flags); 15 % category subtree, type of appeal and district; 10 % urgency and district;"
            + " 8 % emergency flags and street; 8 % words of the text and category or district (either of two);"
            + " 4 % number of reports and category subtree";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] WORDS = {
        "漏水", "煤气味", "塌陷", "讨薪", "拖欠", "噪音", "油烟", "消防通道", "过期", "停水", "停电", "走失", "打架", "违建", "彩钢房", "渣土", "爆裂", "井盖",
        "电梯", "群租", "传销", "集资", "堵车", "积水", "倒伏", "死鱼", "黑臭", "扬尘", "偷排", "占道", "扰民", "路灯", "不退卡", "假烟", "乱收", "高空抛物",
        "充电桩", "飞线", "流浪狗", "校门口", "养老院", "食物中毒", "坠落", "裂缝", "沉降", "上访", "围堵", "持刀", "流血", "跳楼"
    };
    private static final String[] FEEDS = {"12345", "12345", "12345", "110", "110", "12348"};
    private static final String[] APPEALS = {"CONSULTATION", "HELP", "COMPLAINT", "TIP", "SUGGESTION", "ALARM"};
    private static final String[] FLAGS = {
        "INJURED", "TRAPPED", "WEAPON", "EXPLOSION_OR_LEAK", "LIFE_AT_RISK", "DOMESTIC_VIOLENCE", "MASS_INCIDENT"
    };

    private final List<String> categories;
    private final List<String> districts;
    private final List<String> streets;
    private final boolean words;
    private final Random random = new Random(20250911);

    /** A rule's condition in the words of each engine. */
    record Both(String name, ObjectNode ours, String rulers) {}

    /**
     * Rules for a city.
     *
     * @param words whether some look for words of the text; otherwise they are dispatch rules too
     */
    CityRules(List<String> categories, List<String> streets, boolean words) {
        this.words = words;
        this.categories = categories;
        this.streets = streets;
        this.districts = List.copyOf(
                streets.stream().map(one -> one.substring(0, 6)).collect(Collectors.toCollection(TreeSet::new)));
    }

    List<Both> take(int count) {
        return IntStream.range(0, count).mapToObj(this::rule).toList();
    }

    /** A ruleset of these rules, in one group of which all that match count. */
    static ObjectNode document(List<Both> rules) {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode list = document.putArray("groups")
                .addObject()
                .put("name", "bench")
                .put("zh", "测")
                .put("mode", "ALL")
                .putArray("rules");
        for (Both rule : rules) {
            ObjectNode one = list.addObject().put("name", rule.name).put("zh", rule.name);
            one.set("when", rule.ours);
            one.putObject("then").putArray("tags").add(rule.name);
        }
        document.putObject("otherwise")
                .put("zh", "兜底")
                .putObject("then")
                .putObject("deliver")
                .putObject("host")
                .put("role", "MUNICIPAL");
        return document;
    }

    // ------------------------------------------------------------ kinds of rules

    private Both rule(int number) {
        Writing rule = new Writing();
        int kind = random.nextInt(100);
        if (kind < 55 || !words && kind >= 88 && kind < 96) {
            rule.is("feed", one(FEEDS));
            rule.is("category", some(categories, 3));
            rule.within(random.nextInt(10) < 7 ? one(streets) : one(districts));
            if (random.nextInt(5) == 0) {
                rule.absent("flags");
            }
        } else if (kind < 70) {
            rule.prefix("category", subtree());
            rule.is("appealType", one(APPEALS));
            rule.within(one(districts));
        } else if (kind < 80) {
            rule.is("urgency", random.nextBoolean() ? "URGENT" : "CRITICAL");
            rule.within(one(districts));
        } else if (kind < 88) {
            rule.is("flags", one(FLAGS));
            rule.within(one(streets));
        } else if (kind < 96) {
            rule.says(one(WORDS), one(WORDS));
            rule.either(one(categories), one(districts));
        } else {
            rule.atLeast("reportCount", 2 + random.nextInt(8));
            rule.prefix("category", subtree());
        }
        return rule.named("r-" + number);
    }

    private String subtree() {
        String category = one(categories);
        return category.split("\\.").length > 2 ? category.substring(0, category.lastIndexOf('.')) : category;
    }

    private String[] some(List<String> from, int most) {
        int count = 1 + random.nextInt(most);
        return IntStream.range(0, count).mapToObj(i -> one(from)).distinct().toArray(String[]::new);
    }

    private String one(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String one(String[] from) {
        return from[random.nextInt(from.length)];
    }

    /** One rule as it is written down twice. */
    private static final class Writing {
        private final List<JsonNode> ours = new ArrayList<>();
        private final ObjectNode rulers = JSON.createObjectNode();

        void is(String field, String... values) {
            ArrayNode in = test(ours, field).putArray("in");
            ArrayNode patterns = rulers.putArray(field);
            for (String value : values) {
                in.add(value);
                patterns.add(value);
            }
        }

        void prefix(String field, String value) {
            test(ours, field).put("prefix", value);
            rulers.putArray(field).addObject().put("prefix", value);
        }

        void within(String division) {
            test(ours, "division").putArray("within").add(division);
            rulers.putArray("division").addObject().put("prefix", division);
        }

        void absent(String field) {
            test(ours, field).put("exists", false);
            rulers.putArray(field).addObject().put("exists", false);
        }

        void says(String... words) {
            ArrayNode wanted = test(ours, "text").putArray("words");
            ArrayNode patterns = rulers.putArray("text");
            for (String word : List.of(words).stream().distinct().toList()) {
                wanted.add(word);
                patterns.addObject().put("wildcard", "*" + word + "*");
            }
        }

        void atLeast(String field, int number) {
            test(ours, field).putObject("range").put("from", number);
            rulers.putArray(field).addObject().putArray("numeric").add(">=").add(number);
        }

        void either(String category, String district) {
            ObjectNode any = JSON.createObjectNode();
            ArrayNode parts = any.putArray("any");
            parts.addObject().put("field", "category").putArray("in").add(category);
            parts.addObject().put("field", "division").putArray("within").add(district);
            ours.add(any);
            ArrayNode or = rulers.putArray("$or");
            or.addObject().putArray("category").add(category);
            or.addObject().putArray("division").addObject().put("prefix", district);
        }

        Both named(String name) {
            ObjectNode all = JSON.createObjectNode();
            all.putArray("all").addAll(ours);
            return new Both(name, all, rulers.toString());
        }

        private static ObjectNode test(List<JsonNode> ours, String field) {
            ObjectNode test = JSON.createObjectNode().put("field", field);
            ours.add(test);
            return test;
        }
    }
}
