package org.huiliu.routing;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.huiliu.platform.time.Clocks;

/**
 * The words in which a rule is read: a language, and the names of its codes.
 *
 * @param roles what the ruleset calls the roles of units, Chinese
 */
public record Wording(Language language, Vocabulary vocabulary, Map<String, String> roles) {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    /** Codes stand for themselves. */
    public static final Wording PLAIN = new Wording(Language.ZH, Vocabulary.ANY);

    public Wording {
        roles = Map.copyOf(roles);
    }

    /** Roles stand for themselves. */
    public Wording(Language language, Vocabulary vocabulary) {
        this(language, vocabulary, Map.of());
    }

    /** The same with the names that a ruleset gives to roles. */
    public Wording naming(Map<String, String> names) {
        return new Wording(language, vocabulary, names);
    }

    /** A moment to the minute, by China's clocks. */
    static String minute(OffsetDateTime moment) {
        return MINUTE.format(Clocks.local(moment));
    }

    String of(Field field) {
        return language.of(field.zh(), field.key());
    }

    /** A code, in Chinese by its name where it has one; a division keeps its code, since names repeat. */
    String of(Field field, String code) {
        if (language == Language.EN) {
            return code;
        }
        return vocabulary
                .name(field, code)
                .map(name -> field == Field.DIVISION ? name + "(" + code + ")" : name)
                .orElse(code);
    }

    String target(String code) {
        return language == Language.EN ? code : vocabulary.targetName(code).orElse(code);
    }

    String role(String code) {
        return language == Language.EN ? code : roles.getOrDefault(code, code);
    }
}
