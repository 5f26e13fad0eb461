package org.huiliu.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.huiliu.dedup.text.Names;
import org.huiliu.dedup.text.Reading;

/**
 * An estate or a firm that a report names, in clear: for who groups cases by what they are about.
 *
 * @param name without a general ending: the same for 云栖 and 云栖小区
 * @param said as the report has it
 */
public record About(Kind kind, String name, String said) {
    private static final int MOST_IN_HEADLINE = 3;
    private static final int MOST_IN_TEXT = 2;
    private static final int SHORTEST = 2;
    /** What ends like a name and is none; and a community, which is a division of thousands, not an estate. */
    private static final Pattern COMMON =
            Pattern.compile(".*(社区|政府|家庭|县城|大学城|中心城|文明城|乐园)|.?(市|区|县|镇)?(新城|时代|家园|花园)|(火车站|高铁站|汽车站)广场"
                    + "|(建|建筑|施工|大型|特大型|混凝土|水泥|商砼)*(工地|搅拌站|搅拌厂|厂)|(电力|供电|自来水|燃气|铁路总|公交)(有限)?公司");

    private static final Pattern BUILDING = Pattern.compile(".*(大厦|广场)");
    private static final Pattern BUSINESS =
            Pattern.compile(".*(工地|厂|搅拌站|商场|百货|超市|酒店|宾馆|会所|酒吧|ktv|足浴|网吧|诊所|度假村|农庄|驾校|培训机构|培训学校)");

    /** What a firm's names differ in: 晴岚物业, 晴岚物业服务有限公司. */
    private static final Pattern TRADE = Pattern.compile("(物业(管理|服务)*|置业|房地产(开发)?|地产|集团|实业)+$");

    /** What is named. */
    public enum Kind {
        /** 小区、村、大厦. */
        ESTATE,
        /** 公司、物业、工地. */
        FIRM
    }

    /**
     * Of each kind those of title and place. Where these name no estate, the first ones of the text; of firms the text
     * gives only those with their full name: it speaks of too many that are not meant.
     */
    static List<About> of(Reading reading) {
        List<About> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<About> first = of(kind, reading, reading.headlineNames(), MOST_IN_HEADLINE);
            all.addAll(
                    first.isEmpty()
                            ? of(kind, reading, reading.names(), MOST_IN_TEXT).stream()
                                    .filter(About::tellsEnough)
                                    .toList()
                            : first);
        }
        return all;
    }

    private static List<About> of(Kind kind, Reading reading, List<Names.Name> names, int most) {
        return names.stream()
                .filter(name ->
                        kind(name, reading.said(name)).filter(kind::equals).isPresent())
                .limit(most)
                .map(name -> new About(kind, named(kind, name.core()), reading.said(name)))
                .toList();
    }

    private boolean tellsEnough() {
        return kind == Kind.ESTATE || said.endsWith("有限公司");
    }

    private static String named(Kind kind, String core) {
        String bare = kind == Kind.FIRM ? TRADE.matcher(core).replaceFirst("") : core;
        return bare.length() >= SHORTEST ? bare : core;
    }

    private static Optional<Kind> kind(Names.Name name, String said) {
        if (COMMON.matcher(said).matches()) {
            return Optional.empty();
        }
        return switch (name.kind()) {
            case ESTATE, VILLAGE -> Optional.of(Kind.ESTATE);
            case FIRM -> Optional.of(Kind.FIRM);
            case SITE, SCHOOL ->
                BUSINESS.matcher(said).matches()
                        ? Optional.of(Kind.FIRM)
                        : BUILDING.matcher(said).matches() ? Optional.of(Kind.ESTATE) : Optional.empty();
            case ROAD, STREET -> Optional.empty();
        };
    }
}
