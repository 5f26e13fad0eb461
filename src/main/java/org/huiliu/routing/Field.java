package org.huiliu.routing;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Category;
import org.huiliu.model.Legal;
import org.huiliu.model.Point;
import org.huiliu.model.Supplement;
import org.huiliu.model.Unmapped;
import org.jspecify.annotations.Nullable;

/** What a condition may look at, of which kind it is, and the values that a case has there. */
public enum Field {
    FEED("feed", "来源", Kind.CODE, facts -> List.of(facts.feed())),
    DOMAIN("domain", "领域", Kind.CODE, facts -> names(facts.content().domain())),
    APPEAL_TYPE("appealType", "诉求类型", Kind.CODE, facts -> names(facts.content().appealType())),
    CATEGORY(
            "category",
            "事项",
            Kind.CODE,
            facts -> List.of(facts.content().category().code())),
    SOURCE_CATEGORY("sourceCategory", "来源类别", Kind.CODE, facts -> Optional.ofNullable(
                    facts.content().sourceCategory())
            .map(Category::code)
            .map(List::of)
            .orElse(List.of())),
    URGENCY("urgency", "紧急程度", Kind.CODE, facts -> names(facts.content().urgency())),
    PRIORITY("priority", "优先级", Kind.CODE, facts -> names(facts.content().priority())),
    PRIVACY(
            "privacy",
            "保密级别",
            Kind.CODE,
            facts -> names(facts.content().privacy().level())),
    CHANNEL("channel", "渠道", Kind.CODE, facts -> text(facts.content().channel())),
    FLAGS("flags", "危险标志", Kind.CODE, facts -> facts.content().flags().stream()
            .map(Enum::name)
            .toList()),
    TAGS("tags", "标签", Kind.CODE, facts -> facts.content().tags()),
    DIVISION("division", "区划", Kind.DIVISION, facts -> text(facts.division())),
    GRID_CODE("gridCode", "网格", Kind.CODE, facts -> text(facts.content().place().gridCode())),
    POLICE_DISTRICT(
            "policeDistrict",
            "警务区",
            Kind.CODE,
            facts -> text(facts.content().place().policeDistrict())),
    LANDMARK("landmark", "地标", Kind.TEXT, facts -> text(facts.content().place().landmark())),
    ADDRESS("address", "地址", Kind.TEXT, facts -> text(facts.content().place().address())),
    TITLE("title", "标题", Kind.TEXT, facts -> List.of(facts.content().title())),
    DESCRIPTION("description", "内容", Kind.TEXT, facts -> text(facts.content().description())),
    /** Title, description and supplements. */
    TEXT("text", "文本", Kind.TEXT, facts -> everythingSaid(facts.content())),
    DISPUTE_TYPE("disputeType", "纠纷类型", Kind.CODE, facts -> legal(facts, Legal::disputeType)),
    /** Money in dispute, yuan. */
    AMOUNT("amount", "金额", Kind.NUMBER, facts -> legal(facts, Legal::amount)),
    REPORT_COUNT("reportCount", "来件数", Kind.NUMBER, facts -> List.of(String.valueOf(facts.reportCount()))),
    CALLER_COUNT("callerCount", "来电人数", Kind.NUMBER, facts -> List.of(String.valueOf(facts.callerCount()))),
    REPEAT_CLAIMED(
            "repeatClaimed",
            "来源称重复",
            Kind.YES_NO,
            facts -> List.of(String.valueOf(facts.content().repeatClaimed()))),
    /** Tables in which a code of the report is missing. */
    UNMAPPED("unmapped", "未识别代码", Kind.CODE, facts -> facts.content().unmapped().stream()
            .map(Unmapped::table)
            .toList()),
    REPORTED_AT(
            "reportedAt",
            "报告时间",
            Kind.TIME,
            facts -> time(facts.content().times().reportedAt())),
    OCCURRED_AT(
            "occurredAt",
            "发生时间",
            Kind.TIME,
            facts -> time(facts.content().times().occurredFrom())),
    RECEIVED_AT("receivedAt", "接收时间", Kind.TIME, facts -> time(facts.receivedAt())),
    POINT("point", "坐标", Kind.POINT, facts -> Optional.ofNullable(
                    facts.content().place().point())
            .map(point -> List.of(point.lon() + "," + point.lat()))
            .orElse(List.of()));

    /** What can be asked of a field. */
    public enum Kind {
        /** A word of a list. */
        CODE("eq", "in", "prefix", "suffix", "exists"),
        /** A division code; {@code within} takes its whole subtree. */
        DIVISION("eq", "in", "prefix", "within", "exists"),
        /** Free text, compared without regard to width and case. */
        TEXT("eq", "in", "prefix", "suffix", "contains", "words", "exists"),
        NUMBER("eq", "in", "range", "exists"),
        YES_NO("eq", "exists"),
        TIME("span", "daily", "workingTime", "exists"),
        POINT("near", "inside", "exists");

        private final List<String> operators;

        Kind(String... operators) {
            this.operators = List.of(operators);
        }

        /** The operators that a field of this kind takes. */
        public List<String> operators() {
            return operators;
        }
    }

    private static final Map<String, Field> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Field::key, Function.identity()));

    private static final Set<Field> ONE_VALUE = EnumSet.complementOf(EnumSet.of(FLAGS, TAGS, UNMAPPED, TEXT));

    private final String key;
    private final String zh;
    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // a method of its own constant: it holds nothing
    private final Function<Facts, List<String>> values;

    Field(String key, String zh, Kind kind, Function<Facts, List<String>> values) {
        this.key = key;
        this.zh = zh;
        this.kind = kind;
        this.values = values;
    }

    /** The field of this name. */
    public static Optional<Field> of(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    /** The field's name in a rule's JSON. */
    public String key() {
        return key;
    }

    /** The field's name as operators read it. */
    public String zh() {
        return zh;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether a case has at most one value here. */
    boolean single() {
        return ONE_VALUE.contains(this);
    }

    /** The values that a case has here; none where the report is silent. */
    List<String> texts(Facts facts) {
        return values.apply(facts);
    }

    /** The value as a number; null where there is none. */
    @Nullable
    BigDecimal number(Facts facts) {
        return switch (this) {
            case AMOUNT ->
                facts.content().legal() == null
                        ? null
                        : Objects.requireNonNull(facts.content().legal()).amount();
            case REPORT_COUNT -> BigDecimal.valueOf(facts.reportCount());
            case CALLER_COUNT -> BigDecimal.valueOf(facts.callerCount());
            default -> throw new IllegalStateException(key + " is no number");
        };
    }

    /** The value as a time; null where there is none. */
    @Nullable
    OffsetDateTime time(Facts facts) {
        return switch (this) {
            case REPORTED_AT -> facts.content().times().reportedAt();
            case OCCURRED_AT -> facts.content().times().occurredFrom();
            case RECEIVED_AT -> facts.receivedAt();
            default -> throw new IllegalStateException(key + " is no time");
        };
    }

    /** The value as a coordinate; null where there is none. */
    @Nullable
    Point point(Facts facts) {
        return facts.content().place().point();
    }

    private static List<String> names(Enum<?> value) {
        return List.of(value.name());
    }

    private static List<String> text(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }

    private static List<String> time(@Nullable OffsetDateTime value) {
        return value == null ? List.of() : List.of(value.toString());
    }

    private static List<String> legal(Facts facts, Function<Legal, ? extends @Nullable Object> part) {
        Legal legal = facts.content().legal();
        Object value = legal == null ? null : part.apply(legal);
        return value == null ? List.of() : List.of(value.toString());
    }

    private static List<String> everythingSaid(CaseContent content) {
        List<String> said = new ArrayList<>();
        Stream.concat(
                        Stream.of(content.title(), content.description()),
                        content.supplements().stream().map(Supplement::text))
                .filter(Objects::nonNull)
                .forEach(said::add);
        return said;
    }
}
