package org.huiliu.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules that match a case without looking at each. A rule is one or more rows: conjunctions of tests. For each
 * field a column knows, value by value, the rows that the value admits; the rows that all columns admit are candidates,
 * 64 with each machine word. What the columns cannot say of a candidate, its condition does.
 */
final class RuleIndex {
    private static final int WORD = 64;
    /** More conjunctions than this are not worth their rows: the rule's condition is asked instead. */
    private static final int MOST_ROWS = 16;

    private final List<Rule> rules;
    private final int[] ruleOf;
    private final boolean[] exact;
    private final Column[] columns;

    /**
     * An index of rules.
     *
     * @param ordered in the order in which they are looked at
     */
    RuleIndex(List<Rule> ordered) {
        this.rules = List.copyOf(ordered);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            rows.addAll(rowsOf(i, rules.get(i)));
        }
        ruleOf = rows.stream().mapToInt(Row::rule).toArray();
        exact = new boolean[rows.size()];
        Map<Field, Column> found = new EnumMap<>(Field.class);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            exact[i] = row.exact;
            int place = i;
            row.keys.forEach((field, keys) -> found.computeIfAbsent(field, one -> new Column(one, rows.size()))
                    .bind(place, keys));
        }
        columns = found.values().stream()
                .sorted(Comparator.comparingInt(Column::unbound))
                .toArray(Column[]::new);
        for (Column column : columns) {
            column.settle();
        }
    }

    /** The first rule that matches. */
    Optional<Rule> first(Facts facts) {
        List<Rule> found = new ArrayList<>(1);
        visit(facts, rule -> {
            found.add(rule);
            return false;
        });
        return found.stream().findFirst();
    }

    /** All rules that match, in order. */
    List<Rule> all(Facts facts) {
        List<Rule> found = new ArrayList<>();
        visit(facts, found::add);
        return found;
    }

    /** Shows the matching rules in order until {@code more} says that it has seen enough. */
    private void visit(Facts facts, Predicate<Rule> more) {
        long[] candidates = new long[words(ruleOf.length)];
        Arrays.fill(candidates, -1L);
        long[] scratch = new long[candidates.length];
        for (Column column : columns) {
            column.narrow(facts, candidates, scratch);
        }
        int last = -1;
        for (int word = 0; word < candidates.length; word++) {
            for (long bits = candidates[word]; bits != 0; bits &= bits - 1) {
                int row = word * WORD + Long.numberOfTrailingZeros(bits);
                if (row >= ruleOf.length) {
                    return;
                }
                int rule = ruleOf[row];
                if (rule != last && (exact[row] || rules.get(rule).matches(facts))) {
                    last = rule;
                    if (!more.test(rules.get(rule))) {
                        return;
                    }
                }
            }
        }
    }

    private static int words(int bits) {
        return (bits + WORD - 1) / WORD;
    }

    // ------------------------------------------------------------ rows

    /**
     * A conjunction of tests.
     *
     * @param keys by field those of which a case must have one
     * @param exact whether a case that has them fulfils the rule
     */
    private record Row(int rule, Map<Field, List<Operator.Key>> keys, boolean exact) {}

    private static List<Row> rowsOf(int place, Rule rule) {
        List<List<Condition.Test>> conjunctions = conjunctions(rule.when());
        if (conjunctions == null) {
            return List.of(new Row(place, Map.of(), false));
        }
        boolean split = conjunctions.size() > 0 && coversAll(rule.when());
        return conjunctions.stream()
                .map(tests -> row(place, tests, split && rule.always()))
                .toList();
    }

    private static Row row(int place, List<Condition.Test> tests, boolean complete) {
        Map<Field, List<Operator.Key>> keys = new EnumMap<>(Field.class);
        boolean exact = complete;
        for (Condition.Test test : tests) {
            List<Operator.Key> those = test.operator().keys();
            if (those.isEmpty()) {
                exact = false;
                continue;
            }
            List<Operator.Key> known = keys.get(test.field());
            exact &= test.operator().exact() && known == null;
            if (known == null || those.size() < known.size()) {
                keys.put(test.field(), those);
            }
        }
        return new Row(place, keys, exact);
    }

    /** Whether the conjunctions of a condition say all of it: nothing in it is negated. */
    private static boolean coversAll(Condition condition) {
        if (condition instanceof Condition.Not) {
            return false;
        }
        return condition.parts().stream().allMatch(RuleIndex::coversAll);
    }

    /**
     * Conjunctions of which a case that fulfils the condition fulfils one; null when they are too many to be of use. What
     * is negated demands nothing here.
     */
    private static @Nullable List<List<Condition.Test>> conjunctions(Condition condition) {
        if (condition instanceof Condition.Test test) {
            return List.of(List.of(test));
        }
        if (condition instanceof Condition.Not) {
            return List.of(List.of());
        }
        if (condition instanceof Condition.Any) {
            return either(condition.parts());
        }
        return each(condition.parts());
    }

    private static @Nullable List<List<Condition.Test>> either(List<Condition> parts) {
        List<List<Condition.Test>> either = new ArrayList<>();
        for (Condition part : parts) {
            List<List<Condition.Test>> of = conjunctions(part);
            if (of == null || either.size() + of.size() > MOST_ROWS) {
                return null;
            }
            either.addAll(of);
        }
        return either;
    }

    private static @Nullable List<List<Condition.Test>> each(List<Condition> parts) {
        List<List<Condition.Test>> each = List.of(new ArrayList<>());
        for (Condition part : parts) {
            if (part instanceof Condition.Test test) {
                each.forEach(one -> one.add(test));
                continue;
            }
            List<List<Condition.Test>> of = conjunctions(part);
            if (of == null || each.size() * of.size() > MOST_ROWS) {
                return null;
            }
            List<List<Condition.Test>> longer = new ArrayList<>();
            for (List<Condition.Test> one : each) {
                for (List<Condition.Test> other : of) {
                    List<Condition.Test> both = new ArrayList<>(one);
                    both.addAll(other);
                    longer.add(both);
                }
            }
            each = longer;
        }
        return each;
    }

    // ------------------------------------------------------------ columns

    /** One field: which rows a value admits. */
    private static final class Column {
        private final Field field;
        private final long[] unbound;
        private final Map<String, Postings> whole = new HashMap<>();
        private final Map<String, Postings> beginnings = new HashMap<>();
        private final Map<String, Postings> ends = new HashMap<>();
        private final Map<String, Postings> parts = new HashMap<>();
        /** First characters of the parts: few characters of a text are one. */
        private final BitSet partStarts = new BitSet();

        private int[] beginningLengths = {};
        private int[] endLengths = {};

        Column(Field field, int rows) {
            this.field = field;
            this.unbound = new long[words(rows)];
            Arrays.fill(unbound, -1L);
        }

        void bind(int row, List<Operator.Key> keys) {
            unbound[row / WORD] &= ~(1L << row);
            for (Operator.Key key : keys) {
                Map<String, Postings> postings =
                        switch (key.how()) {
                            case WHOLE -> whole;
                            case BEGINNING -> beginnings;
                            case END -> ends;
                            case PART -> parts;
                        };
                postings.computeIfAbsent(key.text(), none -> new Postings()).add(row);
            }
        }

        int unbound() {
            return Arrays.stream(unbound)
                    .map(Long::bitCount)
                    .mapToInt(Math::toIntExact)
                    .sum();
        }

        void settle() {
            beginningLengths = lengths(beginnings.keySet());
            endLengths = lengths(ends.keySet());
            parts.keySet().forEach(part -> partStarts.set(part.charAt(0)));
            for (Map<String, Postings> postings : List.of(whole, beginnings, ends, parts)) {
                postings.values().forEach(one -> one.settle(unbound.length));
            }
        }

        private static int[] lengths(Collection<String> keys) {
            return keys.stream().mapToInt(String::length).distinct().sorted().toArray();
        }

        /**
         * Leaves the candidates that the case's values admit, and those that do not ask for this field.
         *
         * @param scratch all zero, and so again afterwards
         */
        void narrow(Facts facts, long[] candidates, long[] scratch) {
            if (!parts.isEmpty() && noneAsks(candidates)) {
                // reading a text is work
                return;
            }
            List<Postings> admitted = admitted(facts);
            for (Postings one : admitted) {
                one.into(scratch);
            }
            for (int i = 0; i < candidates.length; i++) {
                candidates[i] &= unbound[i] | scratch[i];
            }
            for (Postings one : admitted) {
                one.outOf(scratch);
            }
        }

        private boolean noneAsks(long[] candidates) {
            long asking = 0;
            for (int i = 0; i < candidates.length; i++) {
                asking |= candidates[i] & ~unbound[i];
            }
            return asking == 0;
        }

        private List<Postings> admitted(Facts facts) {
            List<Postings> admitted = new ArrayList<>();
            for (String value : facts.texts(field)) {
                admit(whole.get(value), admitted);
                for (int length : beginningLengths) {
                    if (length > value.length()) {
                        break;
                    }
                    admit(beginnings.get(value.substring(0, length)), admitted);
                }
                for (int length : endLengths) {
                    if (length > value.length()) {
                        break;
                    }
                    admit(ends.get(value.substring(value.length() - length)), admitted);
                }
                if (!parts.isEmpty()) {
                    admitParts(value, admitted);
                }
            }
            return admitted;
        }

        private void admitParts(String value, List<Postings> admitted) {
            for (int i = 0; i < value.length(); i++) {
                if (!partStarts.get(value.charAt(i))) {
                    continue;
                }
                admit(parts.get(value.substring(i, i + 1)), admitted);
                if (i + 2 <= value.length()) {
                    admit(parts.get(value.substring(i, i + 2)), admitted);
                }
            }
        }

        private static void admit(@Nullable Postings postings, List<Postings> admitted) {
            if (postings != null) {
                admitted.add(postings);
            }
        }
    }

    /** Rows, as numbers while they are few and as bits once that is less work. */
    private static final class Postings {
        private int[] rows = new int[2];
        private int size;
        private long @Nullable [] bits;

        void add(int row) {
            if (size > 0 && rows[size - 1] == row) {
                return;
            }
            if (size == rows.length) {
                rows = Arrays.copyOf(rows, size * 2);
            }
            rows[size++] = row;
        }

        void settle(int words) {
            rows = Arrays.copyOf(rows, size);
            if (size > words) {
                long[] dense = new long[words];
                for (int row : rows) {
                    dense[row / WORD] |= 1L << row;
                }
                bits = dense;
                rows = new int[0];
            }
        }

        void into(long[] admitted) {
            long[] dense = bits;
            if (dense == null) {
                for (int row : rows) {
                    admitted[row / WORD] |= 1L << row;
                }
                return;
            }
            for (int i = 0; i < dense.length; i++) {
                admitted[i] |= dense[i];
            }
        }

        void outOf(long[] admitted) {
            if (bits != null) {
                Arrays.fill(admitted, 0);
                return;
            }
            for (int row : rows) {
                admitted[row / WORD] = 0;
            }
        }
    }
}
