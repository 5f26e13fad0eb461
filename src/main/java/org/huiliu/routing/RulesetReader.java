package org.huiliu.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.huiliu.platform.json.Pointers;
import org.huiliu.platform.problem.Fault;

/**
 * Reads a ruleset and its dispatch catalogue as operators write them ({@code contracts/rulesets/v1}). Every fault is named
 * by its JSON pointer, so that an operator mends them in one go; those of the catalogue stand under {@code /catalogue}.
 */
public final class RulesetReader {
    /** Rules of one version. */
    public static final int MOST_RULES = 20_000;

    private static final int MOST_GROUPS = 50;
    private static final int MOST_LISTS = 200;
    private static final int MOST_WORDS = 5000;
    private static final int MOST_ITEMS = 50_000;
    private static final int LONGEST_WORD = 40;
    private static final int LONGEST_CODE = 80;
    private static final int MOST_CO_UNITS = 20;
    private static final int HIGHEST_PRIORITY = 1_000_000;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern DIVISION = Pattern.compile("(\\d{2}|\\d{4}|\\d{6}|\\d{9}|\\d{12})?");
    private static final String OTHERWISE = "otherwise";

    private final Spots spots = new Spots();
    private final Vocabulary vocabulary;
    private final Set<String> names = new HashSet<>();

    private RulesetReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** What came of reading. */
    public sealed interface Reading {
        /** One answer for each outcome. */
        <T> T fold(BiFunction<RulesetDocument, List<Fault>, T> sound, Function<List<Fault>, T> broken);
    }

    /**
     * It can be compiled.
     *
     * @param warnings what is probably not meant: rules that never apply
     */
    public record Sound(RulesetDocument document, List<Fault> warnings) implements Reading {
        @Override
        public <T> T fold(BiFunction<RulesetDocument, List<Fault>, T> sound, Function<List<Fault>, T> broken) {
            return sound.apply(document, warnings);
        }
    }

    /** It cannot. */
    public record Broken(List<Fault> faults) implements Reading {
        @Override
        public <T> T fold(BiFunction<RulesetDocument, List<Fault>, T> sound, Function<List<Fault>, T> broken) {
            return broken.apply(faults);
        }
    }

    /**
     * Reads what an operator has written.
     *
     * @param catalogue an array of items; missing for none
     * @param now what has expired by then is warned of
     */
    public static Reading read(JsonNode document, JsonNode catalogue, Vocabulary vocabulary, OffsetDateTime now) {
        RulesetReader reader = new RulesetReader(vocabulary);
        RulesetDocument read = reader.document(document, reader.catalogue(catalogue));
        return reader.spots.sound()
                ? new Sound(read, Reachability.warnings(read, now))
                : new Broken(reader.spots.faults());
    }

    /** What is wrong with rules now; empty for sound ones. */
    public static List<Fault> faults(JsonNode document, JsonNode catalogue, Vocabulary vocabulary) {
        RulesetReader reader = new RulesetReader(vocabulary);
        RulesetDocument unused = reader.document(document, reader.catalogue(catalogue));
        return reader.spots.faults();
    }

    /**
     * Reads what was found sound when it was written; a code that has gone since matches nothing.
     *
     * @throws IllegalStateException if it is not a ruleset
     */
    public static RulesetDocument stored(JsonNode document, JsonNode catalogue) {
        RulesetReader reader = new RulesetReader(Vocabulary.ANY);
        RulesetDocument read = reader.document(document, reader.catalogue(catalogue));
        if (!reader.spots.sound()) {
            throw new IllegalStateException("a stored ruleset is not sound: " + reader.spots.faults());
        }
        return read;
    }

    private RulesetDocument document(JsonNode node, Catalogue catalogue) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        Map<String, String> roles = new LinkedHashMap<>();
        List<RuleGroup> groups = new ArrayList<>();
        Rule otherwise = new Rule(
                OTHERWISE, "", Rule.USUAL_PRIORITY, null, null, Condition.ALWAYS, new Action(null, Marks.NONE));
        if (spots.object(node, "", List.of("groups", "words", "roles", OTHERWISE))) {
            words.putAll(words(node.path("words")));
            roles.putAll(roles(node.path("roles")));
            ConditionReader conditions = new ConditionReader(spots, vocabulary, words);
            ActionReader actions = new ActionReader(spots, vocabulary, catalogue);
            int place = 0;
            for (JsonNode group : spots.items(node.path("groups"), "/groups", 0, MOST_GROUPS)) {
                groups.add(group(group, "/groups/" + place++, conditions, actions));
            }
            otherwise = otherwise(node.path(OTHERWISE), actions);
        }
        if (groups.stream().mapToInt(group -> group.rules().size()).sum() > MOST_RULES) {
            spots.fault("/groups", "too-many", "at most " + MOST_RULES + " rules");
        }
        return new RulesetDocument(groups, words, roles, otherwise, catalogue);
    }

    private Map<String, List<String>> words(JsonNode node) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        if (Spots.absent(node)) {
            return lists;
        }
        if (!node.isObject() || node.size() > MOST_LISTS) {
            spots.fault("/words", "type", "an object of at most " + MOST_LISTS + " lists");
            return lists;
        }
        node.properties().forEach(list -> {
            String at = Pointers.child("/words", list.getKey());
            lists.put(
                    list.getKey(),
                    spots.texts(list.getValue(), at, MOST_WORDS, LONGEST_WORD).stream()
                            .map(Facts::comparable)
                            .toList());
        });
        return lists;
    }

    private Map<String, String> roles(JsonNode node) {
        Map<String, String> names = new LinkedHashMap<>();
        if (Spots.absent(node)) {
            return names;
        }
        if (!node.isObject() || node.size() > MOST_LISTS) {
            spots.fault("/roles", "type", "an object of at most " + MOST_LISTS + " names");
            return names;
        }
        node.properties().forEach(role -> {
            String at = Pointers.child("/roles", role.getKey());
            if (!vocabulary.role(role.getKey())) {
                spots.fault(at, "role", "no target has this role");
            }
            names.put(role.getKey(), spots.text(role.getValue(), at, LONGEST_WORD));
        });
        return names;
    }

    private RuleGroup group(JsonNode node, String at, ConditionReader conditions, ActionReader actions) {
        List<Rule> rules = new ArrayList<>();
        if (!spots.object(node, at, List.of("name", "zh", "mode", "rules"))) {
            return new RuleGroup("", "", RuleGroup.Mode.FIRST, rules);
        }
        String name = name(node, at, "group ");
        String zh = spots.text(node.path("zh"), at + "/zh", Spots.LONGEST_TEXT);
        RuleGroup.Mode mode = spots.oneOf(node.path("mode"), at + "/mode", RuleGroup.Mode.values())
                .orElse(RuleGroup.Mode.FIRST);
        int place = 0;
        for (JsonNode rule : spots.items(node.path("rules"), at + "/rules", 0, MOST_RULES)) {
            rules.add(rule(rule, at + "/rules/" + place++, conditions, actions));
        }
        return new RuleGroup(name, zh, mode, rules);
    }

    private Rule rule(JsonNode node, String at, ConditionReader conditions, ActionReader actions) {
        if (!spots.object(node, at, List.of("name", "zh", "priority", "from", "to", "when", "then"))) {
            return new Rule("", "", 0, null, null, Condition.ALWAYS, new Action(null, Marks.NONE));
        }
        Rule rule = new Rule(
                name(node, at, "rule "),
                spots.text(node.path("zh"), at + "/zh", Spots.LONGEST_TEXT),
                spots.integer(node.path("priority"), at + "/priority", 0, HIGHEST_PRIORITY, Rule.USUAL_PRIORITY),
                spots.time(node.path("from"), at + "/from"),
                spots.time(node.path("to"), at + "/to"),
                conditions.read(node.path("when"), at + "/when"),
                actions.read(node.path("then"), at + "/then"));
        if (rule.from() != null && rule.to() != null && !rule.from().isBefore(rule.to())) {
            spots.fault(at + "/to", "empty", "it ends before it begins");
        }
        return rule;
    }

    private String name(JsonNode node, String at, String among) {
        String name = spots.text(node.path("name"), at + "/name", 64);
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            spots.fault(at + "/name", "pattern", "small letters, digits and hyphens");
        } else if (!name.isEmpty() && (!names.add(among + name) || name.equals(OTHERWISE))) {
            spots.fault(at + "/name", "taken", "another one has this name");
        }
        return name;
    }

    private Rule otherwise(JsonNode node, ActionReader actions) {
        String at = "/" + OTHERWISE;
        Action then = new Action(null, Marks.NONE);
        String zh = "";
        if (spots.object(node, at, List.of("zh", "then"))) {
            zh = spots.text(node.path("zh"), at + "/zh", Spots.LONGEST_TEXT);
            then = actions.read(node.path("then"), at + "/then");
            if (ActionReader.ROUTES.stream().noneMatch(node.path("then")::has)) {
                spots.fault(at + "/then", "required", "no case without an owner: it must go somewhere");
            }
        }
        return new Rule(OTHERWISE, zh, Rule.USUAL_PRIORITY, null, null, Condition.ALWAYS, then);
    }

    // ------------------------------------------------------------ catalogue

    private Catalogue catalogue(JsonNode node) {
        if (Spots.absent(node)) {
            return Catalogue.EMPTY;
        }
        List<Catalogue.Item> items = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        int place = 0;
        for (JsonNode one : spots.items(node, "/catalogue", 0, MOST_ITEMS)) {
            String at = "/catalogue/" + place++;
            if (!spots.object(one, at, List.of("category", "division", "level", "host", "co", "note"))) {
                continue;
            }
            Catalogue.Item item = item(one, at);
            if (!seen.add(List.of(item.category(), item.division(), String.valueOf(item.level())))) {
                spots.fault(at, "taken", "another line answers for the same category, division and level");
            }
            items.add(item);
        }
        return new Catalogue(items);
    }

    private Catalogue.Item item(JsonNode node, String at) {
        String category = spots.text(node.path("category"), at + "/category", LONGEST_CODE);
        if (!category.isEmpty() && !vocabulary.known(Field.CATEGORY, category, true)) {
            spots.fault(at + "/category", "code", "no such code");
        }
        String division = node.path("division").asText("");
        if (!DIVISION.matcher(division).matches()
                || !division.isEmpty() && !vocabulary.known(Field.DIVISION, division, false)) {
            spots.fault(at + "/division", "code", "no such division");
        }
        Level level = Spots.absent(node.path("level"))
                ? null
                : spots.oneOf(node.path("level"), at + "/level", Level.values()).orElse(null);
        String host = spots.text(node.path("host"), at + "/host", LONGEST_CODE);
        unit(host, at + "/host");
        List<String> co = new ArrayList<>();
        int place = 0;
        if (!Spots.absent(node.path("co"))) {
            for (JsonNode one : spots.items(node.path("co"), at + "/co", 0, MOST_CO_UNITS)) {
                String spot = at + "/co/" + place++;
                String unit = spots.text(one, spot, LONGEST_CODE);
                unit(unit, spot);
                co.add(unit);
            }
        }
        String note = Spots.absent(node.path("note"))
                ? null
                : spots.text(node.path("note"), at + "/note", Spots.LONGEST_TEXT);
        return new Catalogue.Item(category, division, level, host, co, note);
    }

    private void unit(String code, String at) {
        if (code.isEmpty()) {
            return;
        }
        boolean role = code.startsWith(Catalogue.ROLE);
        if (role && !vocabulary.role(code.substring(Catalogue.ROLE.length()))) {
            spots.fault(at, "role", "no target has this role");
        } else if (!role && !vocabulary.target(code)) {
            spots.fault(at, "target", "no such target; a role is written with @ before it");
        }
    }
}
