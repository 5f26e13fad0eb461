package org.huiliu.routing;

import java.util.List;
import java.util.Optional;

/** The codes that a city knows, and what they are called. Who ties the rooms together knows where they are kept. */
public interface Vocabulary {

    /**
     * Whether a rule may ask a field for a code.
     *
     * @param beginning whether the code may also be the beginning of one that is known
     */
    boolean known(Field field, String code, boolean beginning);

    /** Codes to choose from, where they can be listed. */
    List<String> choices(Field field);

    /** What a code is called, Chinese. */
    Optional<String> name(Field field, String code);

    /** Whether there is a target of this code. */
    boolean target(String code);

    /** Whether there is a target of this role. */
    boolean role(String role);

    /** What a target is called. */
    Optional<String> targetName(String code);

    /** Takes every code: for documents whose city is not at hand. */
    Vocabulary ANY = new Vocabulary() {
        @Override
        public boolean known(Field field, String code, boolean beginning) {
            return true;
        }

        @Override
        public List<String> choices(Field field) {
            return List.of();
        }

        @Override
        public Optional<String> name(Field field, String code) {
            return Optional.empty();
        }

        @Override
        public boolean target(String code) {
            return true;
        }

        @Override
        public boolean role(String role) {
            return true;
        }

        @Override
        public Optional<String> targetName(String code) {
            return Optional.empty();
        }
    };
}
