package org.huiliu.routing;

import java.util.List;
import java.util.function.Function;

/** What a condition may look at, with the values that a case has there. */
public enum Field {
    FEED("feed", facts -> List.of(facts.feed())),
    DOMAIN("domain", facts -> List.of(facts.content().domain().name())),
    APPEAL_TYPE("appealType", facts -> List.of(facts.content().appealType().name())),
    CATEGORY("category", facts -> List.of(facts.content().category().code())),
    URGENCY("urgency", facts -> List.of(facts.content().urgency().name())),
    PRIORITY("priority", facts -> List.of(facts.content().priority().name())),
    PRIVACY("privacy", facts -> List.of(facts.content().privacy().level().name())),
    CHANNEL(
            "channel",
            facts -> facts.content().channel() == null
                    ? List.of()
                    : List.of(facts.content().channel())),
    FLAGS("flags", facts -> facts.content().flags().stream().map(Enum::name).toList()),
    TAGS("tags", facts -> facts.content().tags()),
    DIVISION_PREFIX("divisionPrefix", facts -> {
        String division = facts.content().place().division();
        return division == null ? List.of() : List.of(division);
    });

    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // a method of its own constant: it holds nothing
    private final Function<Facts, List<String>> values;

    Field(String key, Function<Facts, List<String>> values) {
        this.key = key;
        this.values = values;
    }

    /** The field's name in a rule's JSON. */
    public String key() {
        return key;
    }

    /** Whether the case has one of the wanted values here. */
    boolean matches(Facts facts, List<String> wanted) {
        for (String value : values.apply(facts)) {
            for (String one : wanted) {
                if (this == DIVISION_PREFIX ? value.startsWith(one) : value.equals(one)) {
                    return true;
                }
            }
        }
        return false;
    }
}
