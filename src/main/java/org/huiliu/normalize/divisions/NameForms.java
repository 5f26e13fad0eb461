package org.huiliu.normalize.divisions;

import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * In which forms people write the name of a division. A full form names its kind (丰财街道, 丰财街道办, 鼓楼区); a short form
 * leaves the kind out (丰财, 鼓楼, 徐州) and counts only where its surroundings support it.
 */
final class NameForms {
    private static final String[] STREET_OFFICES = {"街道", "街道办事处", "街道办", "街办", "办事处"};
    private static final Pattern PEOPLES =
            Pattern.compile("(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉"
                    + "|毛南|仡佬|锡伯|塔吉克|普米|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各)族|蒙古|回族|壮族|维吾尔|柯尔克孜|哈萨克");

    /** Names of streets that, without their 街道, are a road, a gate, a side of the town or a public place. */
    private static final Pattern EVERYDAY = Pattern.compile(
            ".*[路街道巷]|[东西南北中前后大小][门街关湖桥路]|城[东西南北中关区]|[东西南北中新老古]城|中心|广场|车站|火车站|站前|公园|市场|学校|医院|工业|开发区|工业园区");

    private static final Pattern STREET_KIND = Pattern.compile("(?:街道|街道办事处|镇|乡|苏木)$");

    /** Longer than this a name is nobody's everyday word. */
    private static final int EVERYDAY_LENGTH = 5;

    private NameForms() {}

    /** Hands over each form with whether it is a full one: the name as it stands and what people make of it. */
    static void of(long code, String name, BiConsumer<String, Boolean> form) {
        String plain = withoutBrackets(name);
        int digits = Codes.digits(code);
        form.accept(name, true);
        if (!plain.equals(name)) {
            form.accept(plain, true);
        }
        if (digits == Codes.COMMUNITY) {
            community(plain, form);
        } else if (digits == Codes.STREET) {
            street(plain, form);
        } else if (digits == Codes.COUNTY) {
            shorten(plain, form, "自治县", "自治旗", "区", "县", "市", "旗");
        } else {
            shorten(plain, form, "特别行政区", "自治区", "自治州", "地区", "省", "市", "盟");
        }
    }

    /** Some streets are called 城南 or 物流园区 in the table: words that say nothing without their county. */
    static boolean saysItIsOne(String street) {
        return street.length() > EVERYDAY_LENGTH || STREET_KIND.matcher(street).find();
    }

    private static void street(String name, BiConsumer<String, Boolean> form) {
        String stem = stem(name, "街道办事处", "街道");
        if (!stem.equals(name)) {
            for (String office : STREET_OFFICES) {
                if (!name.equals(stem + office)) {
                    form.accept(stem + office, true);
                }
            }
        } else {
            stem = stem(name, "镇", "乡", "地区");
            String withoutPeople =
                    stem.equals(name) ? name : PEOPLES.matcher(stem).replaceAll("");
            if (!withoutPeople.equals(stem) && withoutPeople.length() > 1) {
                form.accept(withoutPeople + name.charAt(name.length() - 1), true);
                stem = withoutPeople;
            }
        }
        if (!stem.equals(name) && stem.length() > 1 && !EVERYDAY.matcher(stem).matches()) {
            form.accept(stem, false);
        }
    }

    private static void community(String name, BiConsumer<String, Boolean> form) {
        String stem = stem(name, "居民委员会", "村民委员会", "居委会", "村委会", "村民委员会");
        if (stem.equals(name)) {
            return;
        }
        boolean village = name.startsWith("村", stem.length());
        String full = stem.endsWith("社区") || stem.endsWith("村") ? stem : stem + (village ? "村" : "社区");
        form.accept(full, true);
    }

    private static void shorten(String name, BiConsumer<String, Boolean> form, String... kinds) {
        String stem = stem(name, kinds);
        if (stem.equals(name)) {
            return;
        }
        String withoutPeople = PEOPLES.matcher(stem).replaceAll("");
        if (!withoutPeople.equals(stem) && withoutPeople.length() > 1) {
            form.accept(withoutPeople + name.charAt(name.length() - 1), true);
            stem = withoutPeople;
        }
        if (stem.length() > 1) {
            form.accept(stem, false);
        }
    }

    private static String stem(String name, String... kinds) {
        for (String kind : kinds) {
            if (name.length() > kind.length() && name.endsWith(kind)) {
                return name.substring(0, name.length() - kind.length());
            }
        }
        return name;
    }

    /** 三星镇（叠石桥家纺产业园区） is written 三星镇; （工业园区）城南街道 is written 城南街道. */
    private static String withoutBrackets(String name) {
        if (name.indexOf('（') < 0) {
            return name;
        }
        String plain = name.replaceAll("（[^）]*）", "");
        return plain.length() > 2 ? plain : name;
    }
}
