package org.huiliu.pipeline;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.huiliu.cases.CaseFile;
import org.huiliu.model.Basis;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Privacy;
import org.huiliu.routing.Decision;
import org.huiliu.routing.Destination;
import org.huiliu.routing.Marks;
import org.jspecify.annotations.Nullable;

/** A decision of the rules, or of a person, as the event of it tells it. No personal data. */
final class Routed {
    /** What a citizen wrote: words that a rule looked for may be told, whole texts may not. */
    private static final Set<String> WRITTEN = Set.of("title", "description", "text");

    private static final Set<String> WHERE = Set.of("address", "landmark", "point", "gridCode");
    private static final int LONGEST_WORD = 20;
    private static final int LONGEST_VALUE = 100;

    private Routed() {}

    /** What the rules decided. */
    static Map<String, Object> byRules(
            CaseFile file, Decision decision, List<Destination.Given> units, @Nullable OffsetDateTime decideBy) {
        Map<String, Object> data = head(decision.basis(), word(decision.destination()), units);
        if (decideBy != null) {
            data.put("decideBy", decideBy.toString());
        }
        marks(data, decision.marks());
        data.put(
                "fired",
                decision.fired().stream()
                        .map(one -> Map.of("group", one.group(), "rule", one.rule()))
                        .toList());
        data.put("values", values(decision, file.now().content()));
        if (!decision.notFound().isEmpty()) {
            data.put("notFound", decision.notFound());
        }
        return data;
    }

    /** What a person decided. */
    static Map<String, Object> byPerson(Basis basis, String destination, List<Destination.Given> units) {
        return head(basis, destination, units);
    }

    private static Map<String, Object> head(Basis basis, String destination, List<Destination.Given> units) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("ruleset", basis.rulesetVersion());
        data.put("rule", basis.rule());
        data.put("reason", basis.reason());
        data.put("destination", destination);
        data.put("units", units.stream().map(Routed::unit).toList());
        return data;
    }

    private static Map<String, Object> unit(Destination.Given one) {
        return Map.of(
                "target", one.target(),
                "role", one.role().name(),
                "rule", one.basis().rule(),
                "reason", one.basis().reason());
    }

    private static void marks(Map<String, Object> data, Marks marks) {
        put(data, "urgency", marks.urgency() == null ? null : marks.urgency().name());
        put(data, "itemKind", marks.itemKind() == null ? null : marks.itemKind().name());
        put(data, "deadlinePolicy", marks.deadline());
        if (!marks.tags().isEmpty()) {
            data.put("tags", marks.tags().stream().sorted().toList());
        }
    }

    private static void put(Map<String, Object> data, String name, @Nullable String value) {
        if (value != null) {
            data.put(name, value);
        }
    }

    private static Map<String, List<String>> values(Decision decision, CaseContent content) {
        boolean strict = content.privacy().level() == Privacy.Level.STRICT;
        Map<String, List<String>> told = new TreeMap<>();
        decision.values().forEach((field, values) -> {
            if (!(strict && WHERE.contains(field))) {
                told.put(field, told(field, values));
            }
        });
        return told;
    }

    private static List<String> told(String field, List<String> values) {
        List<String> told = new ArrayList<>();
        int longest = WRITTEN.contains(field) ? LONGEST_WORD : LONGEST_VALUE;
        for (String value : values) {
            if (value.length() <= longest) {
                told.add(value);
            }
        }
        return told;
    }

    /** The word for a destination: DELIVER, REVIEW, TRANSFER, ANSWER, NOBODY. */
    static String word(Destination destination) {
        return destination.fold(
                deliver -> "DELIVER",
                review -> "REVIEW",
                transfer -> "TRANSFER",
                answer -> "ANSWER",
                nobody -> "NOBODY");
    }

    /** Where a case would go, as a review shows it. */
    static Map<String, Object> proposed(Destination destination, Basis basis) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("destination", word(destination));
        told.put("units", destination.units().stream().map(Routed::unit).toList());
        destination
                .<Runnable>fold(
                        deliver -> () -> {},
                        review -> () -> {},
                        transfer -> () -> {
                            told.put("line", transfer.line());
                            told.put("target", transfer.target());
                        },
                        answer -> () -> told.put("text", answer.text()),
                        nobody -> () -> {})
                .run();
        told.put(
                "basis",
                Map.of("rulesetVersion", basis.rulesetVersion(), "rule", basis.rule(), "reason", basis.reason()));
        return told;
    }
}
