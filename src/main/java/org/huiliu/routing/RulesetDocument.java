package org.huiliu.routing;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Rules as operators write them, read and found sound.
 *
 * @param words word lists by name
 * @param roles what operators call the roles of units, Chinese; for reading alone
 * @param otherwise catches every case that no rule sends anywhere
 */
public record RulesetDocument(
        List<RuleGroup> groups,
        Map<String, List<String>> words,
        Map<String, String> roles,
        Rule otherwise,
        Catalogue catalogue) {
    public RulesetDocument {
        groups = List.copyOf(groups);
        words = Map.copyOf(words);
        roles = Map.copyOf(roles);
    }

    /** All rules, the one that catches the rest last. */
    public Stream<Rule> rules() {
        return Stream.concat(groups.stream().flatMap(group -> group.rules().stream()), Stream.of(otherwise));
    }
}
