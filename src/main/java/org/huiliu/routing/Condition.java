package org.huiliu.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** When a rule applies: a tree whose leaves look at one field each. */
public sealed interface Condition {

    /** Always holds. */
    Condition ALWAYS = new All(List.of());

    /** Whether it holds for a case. */
    boolean holds(Facts facts);

    /** The same with everything that it saw on the way. */
    Trace trace(Facts facts, Wording wording);

    /** In one line. */
    String words(Wording wording);

    /** Adds what the case had where the condition looked, by field, if the condition holds. */
    void seen(Facts facts, Map<String, TreeSet<String>> seen);

    /** What it is made of; a test is made of nothing. */
    List<Condition> parts();

    /** How many fields are looked at, each as often as it is. */
    default int tests() {
        return parts().stream().mapToInt(Condition::tests).sum();
    }

    /** Whether the line needs brackets inside another. */
    default boolean compound() {
        return parts().size() > 1;
    }

    /** What decided, by the field's name: the values that the case had where the condition looked. */
    default Map<String, List<String>> decisive(Facts facts) {
        Map<String, TreeSet<String>> seen = new TreeMap<>();
        seen(facts, seen);
        Map<String, List<String>> values = new TreeMap<>();
        seen.forEach((field, found) -> values.put(field, List.copyOf(found)));
        return values;
    }

    /** All of them hold; of none, always. */
    record All(List<Condition> parts) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(Facts facts) {
            for (Condition part : parts) {
                if (!part.holds(facts)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Trace trace(Facts facts, Wording wording) {
            return Trace.of("all", words(wording), holds(facts), parts, facts, wording);
        }

        @Override
        public String words(Wording wording) {
            return parts.isEmpty()
                    ? wording.language().of("任何情形", "always")
                    : joined(parts, wording, wording.language().of(" 且 ", " and "));
        }

        @Override
        public void seen(Facts facts, Map<String, TreeSet<String>> seen) {
            if (holds(facts)) {
                parts.forEach(part -> part.seen(facts, seen));
            }
        }
    }

    /** At least one of them holds. */
    record Any(List<Condition> parts) implements Condition {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(Facts facts) {
            for (Condition part : parts) {
                if (part.holds(facts)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Trace trace(Facts facts, Wording wording) {
            return Trace.of("any", words(wording), holds(facts), parts, facts, wording);
        }

        @Override
        public String words(Wording wording) {
            return joined(parts, wording, wording.language().of(" 或 ", " or "));
        }

        @Override
        public void seen(Facts facts, Map<String, TreeSet<String>> seen) {
            parts.forEach(part -> part.seen(facts, seen));
        }
    }

    /** It does not hold. */
    record Not(Condition part) implements Condition {
        @Override
        public boolean holds(Facts facts) {
            return !part.holds(facts);
        }

        @Override
        public Trace trace(Facts facts, Wording wording) {
            return Trace.of("not", words(wording), holds(facts), List.of(part), facts, wording);
        }

        @Override
        public String words(Wording wording) {
            return wording.language().of("非", "not ") + "(" + part.words(wording) + ")";
        }

        @Override
        public void seen(Facts facts, Map<String, TreeSet<String>> seen) {
            // what is not there is no value
        }

        @Override
        public List<Condition> parts() {
            return List.of(part);
        }
    }

    /** A field's values fulfil an operator. */
    record Test(Field field, Operator operator) implements Condition {
        @Override
        public boolean holds(Facts facts) {
            return operator.holds(facts, field);
        }

        @Override
        public Trace trace(Facts facts, Wording wording) {
            return new Trace("test", words(wording), holds(facts), operator.seen(facts, field), List.of());
        }

        @Override
        public String words(Wording wording) {
            return wording.of(field) + operator.words(wording.language(), code -> wording.of(field, code));
        }

        @Override
        public void seen(Facts facts, Map<String, TreeSet<String>> seen) {
            if (holds(facts)) {
                seen.computeIfAbsent(field.key(), none -> new TreeSet<>()).addAll(operator.seen(facts, field));
            }
        }

        @Override
        public List<Condition> parts() {
            return List.of();
        }

        @Override
        public int tests() {
            return 1;
        }
    }

    private static String joined(List<Condition> parts, Wording wording, String between) {
        List<String> lines = new ArrayList<>();
        for (Condition part : parts) {
            String line = part.words(wording);
            lines.add(part.compound() && parts.size() > 1 ? "(" + line + ")" : line);
        }
        return lines.stream().collect(Collectors.joining(between));
    }
}
