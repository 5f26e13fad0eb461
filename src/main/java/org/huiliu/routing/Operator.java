package org.huiliu.routing;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.huiliu.model.Point;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.WorkCalendar;
import org.jspecify.annotations.Nullable;

/** How a field's values are compared. A field without value fulfils no operator but {@link Exists} with false. */
public sealed interface Operator {

    /** Whether the case fulfils it in this field. */
    boolean holds(Facts facts, Field field);

    /**
     * What it asks, as it stands behind the field's name.
     *
     * @param name the name of a code
     */
    String words(Language language, Function<String, String> name);

    /** What the case has there, as an explanation shows it: of a text only what was looked for and found. */
    default List<String> seen(Facts facts, Field field) {
        return field.kind() == Field.Kind.TEXT ? List.of() : facts.texts(field);
    }

    /** How an index finds the rules that it may fulfil; empty if it cannot. */
    default List<Key> keys() {
        return List.of();
    }

    /** Whether a hit of one of its keys says all. */
    default boolean exact() {
        return false;
    }

    /**
     * Something that a case must have for an operator to hold.
     *
     * @param how what the text is to the value
     */
    record Key(How how, String text) {
        /** What a key's text is to the value of the case. */
        enum How {
            WHOLE,
            BEGINNING,
            END,
            /** Two characters (or one) that occur in it. */
            PART
        }
    }

    // ------------------------------------------------------------ words and codes

    /** Is one of these. */
    record In(Set<String> values) implements Operator {
        public In {
            values = Set.copyOf(values);
        }

        @Override
        public boolean holds(Facts facts, Field field) {
            return anyOf(facts.texts(field), values::contains);
        }

        @Override
        public List<String> seen(Facts facts, Field field) {
            return field.kind() == Field.Kind.TEXT
                    ? facts.texts(field).stream().filter(values::contains).toList()
                    : facts.texts(field);
        }

        @Override
        public String words(Language language, Function<String, String> name) {
            return values.size() == 1
                    ? "=" + name.apply(values.iterator().next())
                    : language.of(" 属于 ", " in ")
                            + list(values.stream().sorted().toList(), language, name);
        }

        @Override
        public List<Key> keys() {
            return keysOf(Key.How.WHOLE, values);
        }

        @Override
        public boolean exact() {
            return true;
        }
    }

    /** Begins with one of these. */
    record Prefix(List<String> prefixes) implements Operator {
        public Prefix {
            prefixes = List.copyOf(prefixes);
        }

        @Override
        public boolean holds(Facts facts, Field field) {
            return anyOf(facts.texts(field), value -> anyOf(prefixes, value::startsWith));
        }

        @Override
        public String words(Language language, Function<String, String> name) {
            return language.of(" 开头为 ", " begins with ") + list(prefixes, language, name);
        }

        @Override
        public List<Key> keys() {
            return keysOf(Key.How.BEGINNING, prefixes);
        }

        @Override
        public boolean exact() {
            return true;
        }
    }

    /** Ends with one of these. */
    record Suffix(List<String> suffixes) implements Operator {
        public Suffix {
            suffixes = List.copyOf(suffixes);
        }

        @Override
        public boolean holds(Facts facts, Field field) {
            return anyOf(facts.texts(field), value -> anyOf(suffixes, value::endsWith));
        }

        @Override
        public String words(Language language, Function<String, String> name) {
            return language.of(" 结尾为 ", " ends with ") + list(suffixes, language, name);
        }

        @Override
        public List<Key> keys() {
            return keysOf(Key.How.END, suffixes);
        }

        @Override
        public boolean exact() {
            return true;
        }
    }

    /**
     * One of these words occurs in it.
     *
     * @param list the word list's name; absent where the rule has the words itself
     */
    record Words(@Nullable String list, List<String> wanted) implements Operator {
        private static final int SHOWN = 5;

        public Words {
            wanted = List.copyOf(wanted);
        }

        @Override
        public boolean holds(Facts facts, Field field) {
            return anyOf(facts.texts(field), value -> anyOf(wanted, value::contains));
        }

        @Override
        public List<String> seen(Facts facts, Field field) {
            return wanted.stream()
                    .filter(word -> anyOf(facts.texts(field), value -> value.contains(word)))
                    .toList();
        }

        @Override
        public String words(Language language, Function<String, String> name) {
            if (list != null) {
                return language.of(" 含词表“" + list + "”中的词", " has a word of the list \"" + list + "\"");
            }
            String shown = Operator.list(wanted.subList(0, Math.min(SHOWN, wanted.size())), language, name);
            String more = wanted.size() > SHOWN
                    ? language.of("等" + wanted.size() + "个词", " … " + wanted.size() + " words")
                    : "";
            return language.of(" 含 ", " contains ") + shown + more;
        }

        @Override
        public List<Key> keys() {
            return wanted.stream()
                    .map(word -> new Key(Key.How.PART, word.substring(0, Math.min(2, word.length()))))
                    .distinct()
                    .toList();
        }
    }

    /** In the subtree of one of these divisions. */
    record Within(List<String> divisions) implements Operator {
        public Within {
            divisions = List.copyOf(divisions);
        }

        @Override
        public boolean holds(Facts facts, Field field) {
            return anyOf(facts.texts(field), value -> anyOf(divisions, value::startsWith));
        }

        @Override
        public String words(Language language, Function<String, String> name) {
            return language.of(" 在 ", " within ") + list(divisions, language, name);
        }

        @Override
        public List<Key> keys() {
            return keysOf(Key.How.BEGINNING, divisions);
        }

        @Override
        public boolean exact() {
            return true;
        }
    }

    /** Has a value, or has none. */
    record Exists(boolean there) implements Operator {
        @Override
        public boolean holds(Facts facts, Field field) {
            return facts.texts(field).isEmpty() != there;
        }

        @Override
        public String words(Language language, Function<String, String> name) {
            return there ? language.of(" 有值", " is there") : language.of(" 无值", " is absent");
        }
    }

    // ------------------------------------------------------------ numbers and times

    /** A number between two, both included; either may be absent. */
    record Range(@Nullable BigDecimal from, @Nullable BigDecimal to) implements Operator {
        @Override
        public boolean holds(Facts facts, Field field) {
            BigDecimal number = field.number(facts);
            return number != null
                    && (from == null || number.compareTo(from) >= 0)
                    && (to == null || number.compareTo(to) <= 0);
        }

        @Override
        public String words(Language language, Function<String, String> name) {
            if (from != null && to != null) {
                return from.compareTo(to) == 0 ? "=" + plain(from) : " " + plain(from) + "–" + plain(to);
            }
            return from != null ? "≥" + plain(from) : to != null ? "≤" + plain(to) : "";
        }

        private static String plain(BigDecimal number) {
            return number.stripTrailingZeros().toPlainString();
        }
    }

    /** A moment from one on and before another; either may be absent. */
    record Span(@Nullable OffsetDateTime from, @Nullable OffsetDateTime to) implements Operator {
        @Override
        public boolean holds(Facts facts, Field field) {
            OffsetDateTime moment = field.time(facts);
            return moment != null && (from == null || !moment.isBefore(from)) && (to == null || moment.isBefore(to));
        }

        @Override
        public String words(Language language, Function<String, String> name) {
            String since = from == null ? "" : language.of(" 自 ", " from ") + Wording.minute(from);
            String until = to == null ? "" : language.of(" 早于 ", " before ") + Wording.minute(to);
            return since + until;
        }
    }

    /** A time of day from one on and before another, past midnight if the second is the earlier one. */
    record Daily(LocalTime from, LocalTime to) implements Operator {
        @Override
        public boolean holds(Facts facts, Field field) {
            OffsetDateTime moment = field.time(facts);
            if (moment == null) {
                return false;
            }
            LocalTime time = Clocks.local(moment).toLocalTime();
            boolean started = !time.isBefore(from);
            return from.isBefore(to) ? started && time.isBefore(to) : started || time.isBefore(to);
        }

        @Override
        public String words(Language language, Function<String, String> name) {
            return language.of(" 每日 ", " daily ") + from + "–" + to;
        }
    }

    /** Within working hours of a working day, or outside. */
    record WorkingTime(boolean working) implements Operator {
        @Override
        public boolean holds(Facts facts, Field field) {
            OffsetDateTime moment = field.time(facts);
            return moment != null && WorkCalendar.NATIONAL.working(moment) == working;
        }

        @Override
        public String words(Language language, Function<String, String> name) {
            return working ? language.of(" 为工作时间", " in working time") : language.of(" 非工作时间", " out of working time");
        }
    }

    // ------------------------------------------------------------ places

    /** Within so many metres of a spot. */
    record Near(double lon, double lat, double metres) implements Operator {
        private static final double EARTH_RADIUS_M = 6_371_000;

        @Override
        public boolean holds(Facts facts, Field field) {
            Point point = field.point(facts);
            return point != null && distance(point) <= metres;
        }

        /** Great-circle distance (haversine), metres. */
        private double distance(Point point) {
            double phi = Math.toRadians(lat);
            double otherPhi = Math.toRadians(point.lat());
            double halfPhi = Math.sin((otherPhi - phi) / 2);
            double halfLambda = Math.sin(Math.toRadians(point.lon() - lon) / 2);
            double a = halfPhi * halfPhi + Math.cos(phi) * Math.cos(otherPhi) * halfLambda * halfLambda;
            return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(a)));
        }

        @Override
        public String words(Language language, Function<String, String> name) {
            String spot = lon + "," + lat;
            return language.of(
                    " 距 " + spot + " 不超过 " + Math.round(metres) + " 米",
                    " within " + Math.round(metres) + " m of " + spot);
        }
    }

    /** Inside a polygon of longitudes and latitudes. */
    record Inside(List<Corner> corners) implements Operator {
        public Inside {
            corners = List.copyOf(corners);
        }

        /** A corner, in degrees. */
        record Corner(double lon, double lat) {}

        /** A ray to the east crosses the edge of a polygon an odd number of times from inside. */
        @Override
        public boolean holds(Facts facts, Field field) {
            Point point = field.point(facts);
            if (point == null) {
                return false;
            }
            boolean inside = false;
            Corner before = corners.get(corners.size() - 1);
            for (Corner corner : corners) {
                boolean crosses = (corner.lat > point.lat()) != (before.lat > point.lat());
                if (crosses && point.lon() < meets(corner, before, point.lat())) {
                    inside = !inside;
                }
                before = corner;
            }
            return inside;
        }

        private static double meets(Corner one, Corner other, double lat) {
            return (other.lon - one.lon) * (lat - one.lat) / (other.lat - one.lat) + one.lon;
        }

        @Override
        public String words(Language language, Function<String, String> name) {
            return language.of(" 在" + corners.size() + "个顶点的区域内", " inside an area of " + corners.size() + " corners");
        }
    }

    // ------------------------------------------------------------ shared

    private static <T> boolean anyOf(Iterable<T> values, Predicate<T> holds) {
        for (T value : values) {
            if (holds.test(value)) {
                return true;
            }
        }
        return false;
    }

    private static List<Key> keysOf(Key.How how, Iterable<String> texts) {
        List<Key> keys = new ArrayList<>();
        texts.forEach(text -> keys.add(new Key(how, text)));
        return keys;
    }

    private static String list(List<String> codes, Language language, Function<String, String> name) {
        return codes.stream().map(name).collect(Collectors.joining(language.comma()));
    }
}
