package org.huiliu.routing;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** In what two versions of the rules differ, in words that an operator reads before approving. */
public final class Differences {
    private static final int SHOWN = 20;

    private final Wording zh;
    private final Wording en;
    private final List<Difference> found = new ArrayList<>();

    private Differences(Vocabulary vocabulary, Map<String, String> roles) {
        this.zh = new Wording(Language.ZH, vocabulary, roles);
        this.en = new Wording(Language.EN, vocabulary, roles);
    }

    /** The same thing said in both languages. */
    private record Said(String zh, String en) {
        static Said joined(List<Said> all) {
            return new Said(
                    all.stream().map(Said::zh).collect(Collectors.joining("；")),
                    all.stream().map(Said::en).collect(Collectors.joining("; ")));
        }
    }

    /** A rule and where it stands. */
    private record Placed(String group, Rule rule) {}

    /**
     * All differences: groups, rules, word lists, what catches the rest, the catalogue.
     *
     * @param vocabulary gives the names of codes
     */
    public static List<Difference> between(RulesetDocument before, RulesetDocument after, Vocabulary vocabulary) {
        // a role that is only called otherwise changes no rule
        Map<String, String> roles = new LinkedHashMap<>(before.roles());
        roles.putAll(after.roles());
        Differences differences = new Differences(vocabulary, roles);
        differences.groups(before, after);
        differences.rules(before, after);
        differences.words(before.words(), after.words());
        differences.roles(before.roles(), after.roles());
        differences.otherwise(before.otherwise(), after.otherwise());
        differences.catalogue(before.catalogue(), after.catalogue());
        return List.copyOf(differences.found);
    }

    private void roles(Map<String, String> before, Map<String, String> after) {
        if (!before.equals(after)) {
            add(
                    Difference.Kind.CHANGED,
                    Difference.Subject.ROLES,
                    "roles",
                    new Said(
                            "角色名称由" + named(before) + "改为" + named(after),
                            "role names: " + named(before) + " → " + named(after)));
        }
    }

    private static String named(Map<String, String> roles) {
        return roles.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(role -> role.getKey() + " " + role.getValue())
                .collect(Collectors.joining("、", "“", "”"));
    }

    // ------------------------------------------------------------ groups

    private void groups(RulesetDocument before, RulesetDocument after) {
        Map<String, RuleGroup> old = by(before.groups(), RuleGroup::name);
        Map<String, RuleGroup> now = by(after.groups(), RuleGroup::name);
        now.values().stream()
                .filter(group -> !old.containsKey(group.name()))
                .forEach(group -> add(
                        Difference.Kind.ADDED,
                        Difference.Subject.GROUP,
                        group.name(),
                        new Said(
                                "新增规则组“" + group.zh() + "”(" + mode(group, zh) + ")",
                                "group added (" + mode(group, en) + ")")));
        old.values().stream()
                .filter(group -> !now.containsKey(group.name()))
                .forEach(group -> add(
                        Difference.Kind.REMOVED,
                        Difference.Subject.GROUP,
                        group.name(),
                        new Said("删除规则组“" + group.zh() + "”", "group removed")));
        now.values().forEach(group -> {
            RuleGroup was = old.get(group.name());
            if (was != null) {
                group(was, group);
            }
        });
        moved("groups", List.copyOf(old.keySet()), List.copyOf(now.keySet()), Difference.Subject.GROUP, "规则组");
    }

    private void group(RuleGroup before, RuleGroup after) {
        List<Said> parts = new ArrayList<>();
        if (before.mode() != after.mode()) {
            parts.add(new Said(
                    "由" + mode(before, zh) + "改为" + mode(after, zh), mode(before, en) + " → " + mode(after, en)));
        }
        changed(parts, "名称", "name", before.zh(), after.zh());
        if (!parts.isEmpty()) {
            Said said = Said.joined(parts);
            add(
                    Difference.Kind.CHANGED,
                    Difference.Subject.GROUP,
                    after.name(),
                    new Said("规则组“" + after.zh() + "”：" + said.zh, "group: " + said.en));
        }
        moved(
                after.name(),
                before.rules().stream().map(Rule::name).toList(),
                after.rules().stream().map(Rule::name).toList(),
                Difference.Subject.RULE,
                "规则组“" + after.zh() + "”中的规则");
    }

    private static String mode(RuleGroup group, Wording wording) {
        return group.mode() == RuleGroup.Mode.FIRST
                ? wording.language().of("首条命中", "first match")
                : wording.language().of("全部命中", "all matches");
    }

    /** What stands in another order; what came or went is told elsewhere. */
    private void moved(String name, List<String> before, List<String> after, Difference.Subject subject, String what) {
        List<String> old =
                before.stream().filter(new LinkedHashSet<>(after)::contains).toList();
        List<String> now =
                after.stream().filter(new LinkedHashSet<>(before)::contains).toList();
        if (old.equals(now)) {
            return;
        }
        int first = 0;
        while (old.get(first).equals(now.get(first))) {
            first++;
        }
        int last = old.size() - 1;
        while (old.get(last).equals(now.get(last))) {
            last--;
        }
        List<String> was = old.subList(first, last + 1);
        List<String> is = now.subList(first, last + 1);
        add(
                Difference.Kind.MOVED,
                subject,
                name,
                new Said(
                        what + "次序改变：" + listed(was, "、") + " → " + listed(is, "、"),
                        "order: " + listed(was, ", ") + " → " + listed(is, ", ")));
    }

    // ------------------------------------------------------------ rules

    private void rules(RulesetDocument before, RulesetDocument after) {
        Map<String, Placed> old = placed(before);
        Map<String, Placed> now = placed(after);
        now.forEach((name, one) -> {
            Placed was = old.get(name);
            if (was == null) {
                add(
                        Difference.Kind.ADDED,
                        Difference.Subject.RULE,
                        name,
                        new Said(
                                "新增规则“" + one.rule.zh() + "”(组 " + one.group + ")：" + one.rule.words(zh),
                                "rule added in group " + one.group + ": " + one.rule.words(en)));
            } else {
                rule(was, one);
            }
        });
        old.forEach((name, one) -> {
            if (!now.containsKey(name)) {
                add(
                        Difference.Kind.REMOVED,
                        Difference.Subject.RULE,
                        name,
                        new Said(
                                "删除规则“" + one.rule.zh() + "”：" + one.rule.words(zh),
                                "rule removed: " + one.rule.words(en)));
            }
        });
    }

    private void rule(Placed before, Placed after) {
        Rule was = before.rule;
        Rule is = after.rule;
        List<Said> parts = new ArrayList<>();
        changed(parts, "所在组", "group", before.group, after.group);
        if (!was.when().equals(is.when())) {
            parts.add(condition(was.when(), is.when()));
        }
        if (!was.then().equals(is.then())) {
            parts.add(new Said(
                    "动作由 " + was.then().words(zh) + " 改为 " + is.then().words(zh),
                    "action " + was.then().words(en) + " → " + is.then().words(en)));
        }
        changed(parts, "优先级", "priority", String.valueOf(was.priority()), String.valueOf(is.priority()));
        changed(parts, "生效自", "effective from", told(was.from()), told(is.from()));
        changed(parts, "失效于", "effective until", told(was.to()), told(is.to()));
        changed(parts, "说明", "words", was.zh(), is.zh());
        if (!parts.isEmpty()) {
            Said said = Said.joined(parts);
            add(
                    Difference.Kind.CHANGED,
                    Difference.Subject.RULE,
                    is.name(),
                    new Said("规则“" + is.zh() + "”：" + said.zh, "rule: " + said.en));
        }
    }

    /** Of conditions that must hold together, the ones that came and went; of others, both as a whole. */
    private Said condition(Condition before, Condition after) {
        Set<Condition> was = parts(before);
        Set<Condition> is = parts(after);
        List<Condition> gone = was.stream().filter(one -> !is.contains(one)).toList();
        List<Condition> come = is.stream().filter(one -> !was.contains(one)).toList();
        boolean someStay = gone.size() < was.size() || was.isEmpty();
        if (!someStay || gone.size() == 1 && come.size() == 1) {
            String oldZh = someStay ? gone.get(0).words(zh) : before.words(zh);
            String nowZh = someStay ? come.get(0).words(zh) : after.words(zh);
            String oldEn = someStay ? gone.get(0).words(en) : before.words(en);
            String nowEn = someStay ? come.get(0).words(en) : after.words(en);
            return new Said("条件由 " + oldZh + " 改为 " + nowZh, "condition " + oldEn + " → " + nowEn);
        }
        List<Said> parts = new ArrayList<>();
        gone.forEach(one -> parts.add(new Said("去掉条件 " + one.words(zh), "condition removed: " + one.words(en))));
        come.forEach(one -> parts.add(new Said("加上条件 " + one.words(zh), "condition added: " + one.words(en))));
        // the same parts in another order or written twice
        return parts.isEmpty() ? new Said("条件的写法改变", "condition written otherwise") : Said.joined(parts);
    }

    private static Set<Condition> parts(Condition condition) {
        return condition instanceof Condition.All all ? new LinkedHashSet<>(all.parts()) : Set.of(condition);
    }

    private static Map<String, Placed> placed(RulesetDocument document) {
        Map<String, Placed> placed = new LinkedHashMap<>();
        document.groups().forEach(group -> group.rules()
                .forEach(rule -> placed.put(rule.name(), new Placed(group.name(), rule))));
        return placed;
    }

    private static String told(@Nullable OffsetDateTime moment) {
        return moment == null ? "—" : Wording.minute(moment);
    }

    private void otherwise(Rule before, Rule after) {
        List<Said> parts = new ArrayList<>();
        if (!before.then().equals(after.then())) {
            parts.add(new Said(
                    "由 " + before.then().words(zh) + " 改为 " + after.then().words(zh),
                    before.then().words(en) + " → " + after.then().words(en)));
        }
        changed(parts, "说明", "words", before.zh(), after.zh());
        if (!parts.isEmpty()) {
            Said said = Said.joined(parts);
            add(
                    Difference.Kind.CHANGED,
                    Difference.Subject.OTHERWISE,
                    after.name(),
                    new Said("兜底去向：" + said.zh, "what catches the rest: " + said.en));
        }
    }

    // ------------------------------------------------------------ word lists

    private void words(Map<String, List<String>> before, Map<String, List<String>> after) {
        after.keySet().stream().sorted().forEach(name -> {
            List<String> was = before.get(name);
            List<String> is = Objects.requireNonNull(after.get(name));
            if (was == null) {
                words(
                        Difference.Kind.ADDED,
                        name,
                        new Said("新增词表“" + name + "”：" + listed(is, "、"), "word list added: " + listed(is, ", ")));
            } else if (!was.equals(is)) {
                List<String> gone = without(was, is);
                List<String> come = without(is, was);
                List<Said> parts = new ArrayList<>();
                if (!come.isEmpty()) {
                    parts.add(new Said("增加 " + listed(come, "、"), "added " + listed(come, ", ")));
                }
                if (!gone.isEmpty()) {
                    parts.add(new Said("去掉 " + listed(gone, "、"), "removed " + listed(gone, ", ")));
                }
                Said said = parts.isEmpty() ? new Said("次序改变", "order") : Said.joined(parts);
                words(Difference.Kind.CHANGED, name, new Said("词表“" + name + "”：" + said.zh, "word list: " + said.en));
            }
        });
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .sorted()
                .forEach(name ->
                        words(Difference.Kind.REMOVED, name, new Said("删除词表“" + name + "”", "word list removed")));
    }

    private void words(Difference.Kind kind, String name, Said said) {
        add(kind, Difference.Subject.WORDS, name, said);
    }

    private static List<String> without(List<String> all, List<String> others) {
        Set<String> known = Set.copyOf(others);
        return all.stream().filter(one -> !known.contains(one)).toList();
    }

    // ------------------------------------------------------------ catalogue

    private void catalogue(Catalogue before, Catalogue after) {
        Map<String, Catalogue.Item> old = by(before.items(), this::place);
        Map<String, Catalogue.Item> now = by(after.items(), this::place);
        now.forEach((place, item) -> {
            Catalogue.Item was = old.get(place);
            if (was == null) {
                line(Difference.Kind.ADDED, item, new Said("新增：" + units(item, zh), "added: " + units(item, en)));
            } else if (!was.equals(item)) {
                List<Said> parts = new ArrayList<>();
                changed(
                        parts,
                        "主办",
                        "host",
                        unit(was.host(), zh),
                        unit(item.host(), zh),
                        unit(was.host(), en),
                        unit(item.host(), en));
                changed(parts, "协办", "co-units", co(was, zh), co(item, zh), co(was, en), co(item, en));
                changed(parts, "备注", "note", String.valueOf(was.note()), String.valueOf(item.note()));
                line(Difference.Kind.CHANGED, item, Said.joined(parts));
            }
        });
        old.forEach((place, item) -> {
            if (!now.containsKey(place)) {
                line(Difference.Kind.REMOVED, item, new Said("删除：" + units(item, zh), "removed: " + units(item, en)));
            }
        });
    }

    private void line(Difference.Kind kind, Catalogue.Item item, Said said) {
        String where = place(item);
        add(
                kind,
                Difference.Subject.CATALOGUE,
                where,
                new Said("派单目录 " + named(item) + " " + said.zh, "catalogue line: " + said.en));
    }

    private String place(Catalogue.Item item) {
        Level level = item.level();
        return item.category() + "/" + item.division() + "/" + (level == null ? "" : level.name());
    }

    private String named(Catalogue.Item item) {
        Level level = item.level();
        return zh.of(Field.CATEGORY, item.category())
                + (item.division().isEmpty() ? "" : " " + zh.of(Field.DIVISION, item.division()))
                + (level == null ? "" : " " + level.zh());
    }

    private static String units(Catalogue.Item item, Wording wording) {
        return unit(item.host(), wording)
                + (item.co().isEmpty() ? "" : wording.language().of("，协办 ", ", with ") + co(item, wording));
    }

    private static String co(Catalogue.Item item, Wording wording) {
        return item.co().isEmpty()
                ? "—"
                : item.co().stream()
                        .map(one -> unit(one, wording))
                        .collect(Collectors.joining(wording.language().comma()));
    }

    private static String unit(String code, Wording wording) {
        return code.startsWith(Catalogue.ROLE) ? code.substring(Catalogue.ROLE.length()) : wording.target(code);
    }

    // ------------------------------------------------------------ shared

    private void add(Difference.Kind kind, Difference.Subject subject, String name, Said said) {
        found.add(new Difference(kind, subject, name, said.zh, name + ": " + said.en));
    }

    private static void changed(List<Said> parts, String zh, String en, String before, String after) {
        changed(parts, zh, en, before, after, before, after);
    }

    private static void changed(
            List<Said> parts, String zh, String en, String before, String after, String beforeEn, String afterEn) {
        if (!before.equals(after)) {
            parts.add(new Said(
                    zh + "由“" + before + "”改为“" + after + "”", en + " \"" + beforeEn + "\" → \"" + afterEn + "\""));
        }
    }

    private static String listed(List<String> all, String between) {
        String shown = all.stream().limit(SHOWN).collect(Collectors.joining(between));
        return all.size() > SHOWN ? shown + "…(" + all.size() + ")" : shown;
    }

    private static <T> Map<String, T> by(List<T> all, Function<T, String> name) {
        Map<String, T> by = new LinkedHashMap<>();
        all.forEach(one -> by.putIfAbsent(name.apply(one), one));
        return by;
    }
}
