package org.huiliu.routing;

/** The words in which a rule is read: a language, and the names of its codes. */
public record Wording(Language language, Vocabulary vocabulary) {

    /** Codes stand for themselves. */
    public static final Wording PLAIN = new Wording(Language.ZH, Vocabulary.ANY);

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
}
