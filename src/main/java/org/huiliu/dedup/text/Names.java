package org.huiliu.dedup.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the names of places and firms in a plain text by how they end: 丽景花园小区, 和平路, 某某有限公司. No dictionary of
 * names is needed, so it works in every city; a name that ends in none of the words is found by comparing the texts.
 */
public final class Names {
    private static final int LONGEST = 9;

    /** What a name names. */
    public enum Kind {
        ROAD,
        ESTATE,
        VILLAGE,
        STREET,
        SCHOOL,
        FIRM,
        SITE
    }

    /**
     * A name without its general ending where it has one, so that 丽景花园小区 and 丽景花园 are the same.
     *
     * @param at where it begins in the plain text
     */
    public record Name(Kind kind, String core, int at) {}

    private record Ending(String text, Kind kind, boolean general) {}

    private static final Map<Character, Ending[]> BY_LAST = new HashMap<>();

    private static final Set<String> STOPS = Set.of(
            "位于", "投诉", "反映", "反应", "咨询", "关于", "举报", "建议", "请问", "加快", "解决", "强烈", "要求", "请求", "希望", "家住", "居住", "小区",
            "社区", "街道", "附近", "旁边", "周边", "对面", "业主", "领导", "这个", "那个", "一个", "我们", "本人", "住在", "大量", "没有", "现在", "目前",
            "以及", "由于", "因为", "就是", "还是", "什么", "为何", "何时", "严重", "建设", "整个", "所有", "各个", "多个", "部分", "很多", "许多", "隔壁",
            "门口", "规划", "进行", "经过", "通过", "到达", "进入", "修建", "新建", "全市", "我市", "本市", "你们", "他们", "楼盘", "项目", "其他", "购买",
            "路口", "交汇", "交叉", "方向", "尽快", "可以", "能否", "是否", "如何", "怎么", "哪个", "哪些", "每个", "该", "尊敬", "书记", "市长", "局长",
            "省", "贵", "此", "某");
    private static final String STOP_CHARS =
            "的在是于与及对向从请把被让将为由又也都就我他你她它这那着了过吗呢吧不没等到去往给即则且或但而使住至以并很要能会有个座所条处间户位片者们当各几去来说问";
    private static final String ADMIN = "市区县镇乡省";

    static {
        add(Kind.ROAD, false, "路", "大道", "街", "巷", "大街", "弄", "高速", "立交桥", "大桥", "隧道", "胡同", "国道", "省道", "匝道", "公路");
        add(Kind.ESTATE, true, "小区", "社区", "楼盘");
        add(
                Kind.ESTATE,
                false,
                "花园",
                "家园",
                "新城",
                "国际城",
                "公馆",
                "公寓",
                "山庄",
                "嘉园",
                "名苑",
                "花苑",
                "雅苑",
                "华府",
                "华庭",
                "佳苑",
                "豪庭",
                "名城",
                "名邸",
                "豪园",
                "庄园",
                "别墅",
                "新村",
                "家属区",
                "家属院",
                "宿舍",
                "苑",
                "府",
                "湾",
                "郡",
                "城",
                "庭",
                "园",
                "轩",
                "墅",
                "邸",
                "国际",
                "时代",
                "天下",
                "世家",
                "水岸",
                "中央",
                "之家",
                "大院",
                "公园里",
                "半岛",
                "星城",
                "香颂",
                "春天");
        add(Kind.VILLAGE, false, "村", "屯", "垸", "冲", "片区", "安置区");
        add(Kind.STREET, true, "街道", "街办", "街道办", "办事处", "镇", "乡");
        add(
                Kind.SCHOOL,
                false,
                "小学",
                "中学",
                "学校",
                "幼儿园",
                "大学",
                "学院",
                "一中",
                "附中",
                "附小",
                "高中",
                "职校",
                "技校",
                "分校",
                "培训机构",
                "培训学校",
                "驾校",
                "实验");
        add(
                Kind.FIRM, true, "有限责任公司", "股份有限公司", "有限公司", "分公司", "公司", "集团", "置业", "房地产", "地产", "物业", "建筑公司", "实业",
                "科技", "工程局", "银行", "商行");
        add(
                Kind.SITE, false, "公园", "广场", "医院", "卫生院", "大厦", "市场", "商场", "酒店", "宾馆", "超市", "百货", "ktv", "体育馆",
                "图书馆", "车站", "地铁站", "收费站", "高铁站", "火车站", "汽车站", "水库", "河", "湖", "港", "江", "渠", "山", "桥", "码头", "工业园",
                "产业园", "开发区", "园区", "搅拌站", "加油站", "变电站", "工地", "步行街", "菜市场", "中心", "岛", "厂", "站", "塘", "农庄", "度假村",
                "派出所", "法院", "诊所", "足浴", "会所", "酒吧", "网吧", "便利店", "号线", "路公交");
    }

    private Names() {}

    /** The names of a plain text, in the order of their places, each once. */
    public static List<Name> in(String plain, Commonness commonness) {
        List<Name> names = new ArrayList<>();
        int end = 0;
        while (end < plain.length()) {
            Ending ending = endingAt(plain, end);
            end++;
            // a street lamp ends no road: 云栖花园路灯
            if (ending == null || ending.text.equals("路") && plain.startsWith("灯", end)) {
                continue;
            }
            int stop = end - ending.text.length();
            int start = startOf(plain, stop, commonness);
            String core = plain.substring(start, ending.general ? stop : end);
            if (stop - start >= (ending.text.length() == 1 && ending.kind != Kind.ROAD ? 2 : 1)
                    && core.length() >= 2
                    && core.length() - ending.text.length() < LONGEST
                    && rare(core, commonness)) {
                Name name = new Name(ending.kind, core, start);
                // a longer name that ends later replaces the one inside it: 中央公园 before 中央公园小区
                if (!names.isEmpty()) {
                    Name last = names.get(names.size() - 1);
                    if (last.at == start && core.startsWith(last.core)) {
                        names.remove(names.size() - 1);
                    }
                }
                if (!has(names, name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** A name with the general ending that follows it in its text. */
    static String said(String plain, Name name) {
        int stop = name.at + name.core.length();
        String said = name.core;
        for (int end = stop; end < Math.min(plain.length(), stop + LONGEST); end++) {
            Ending ending = endingAt(plain, end);
            if (ending != null
                    && ending.general
                    && ending.kind == name.kind
                    && end + 1 - ending.text.length() == stop) {
                said = plain.substring(name.at, end + 1);
            }
        }
        return said;
    }

    private static boolean has(List<Name> names, Name name) {
        for (Name one : names) {
            if (one.kind == name.kind && one.core.equals(name.core)) {
                return true;
            }
        }
        return false;
    }

    private static float pair(String plain, int at, Commonness commonness) {
        return commonness.weight(Hash.of(plain.charAt(at), plain.charAt(at + 1), 2));
    }

    /** A name is made of what complaints do not say all the time. */
    private static boolean rare(String core, Commonness commonness) {
        for (int i = 0; i + 1 < core.length(); i++) {
            if (pair(core, i, commonness) >= 5) {
                return true;
            }
        }
        return false;
    }

    private static int startOf(String plain, int stop, Commonness commonness) {
        int start = stop;
        while (start > 0 && stop - start < LONGEST) {
            char c = plain.charAt(start - 1);
            if (!Plain.isHan(c) && !Plain.isLatin(c)
                    || STOP_CHARS.indexOf(c) >= 0
                    || c == '和' && (start == 1 || endingAt(plain, start - 2) != null)
                    || ADMIN.indexOf(c) >= 0 && stop - start >= 1
                    || start < stop && STOPS.contains(String.valueOf(c))
                    || start >= 2 && STOPS.contains(plain.substring(start - 2, start))) {
                break;
            }
            start--;
        }
        // what ended before a road or an estate is another name: 和平路丽景花园
        for (int i = start; i < stop - 1; i++) {
            Ending before = endingAt(plain, i);
            if (before != null
                    && (before.kind == Kind.ROAD && i - start >= 1 || before.kind == Kind.STREET)
                    && stop - i - 1 >= 2) {
                start = i + 1;
            }
        }
        while (stop - start >= 4 && pair(plain, start, commonness) < 4.5f) {
            start += 2;
        }
        while (start < stop && Plain.isLatin(plain.charAt(start)) && stop - start > 1 && !wholly(plain, start, stop)) {
            start++;
        }
        return start;
    }

    private static boolean wholly(String plain, int start, int stop) {
        for (int i = start; i < stop; i++) {
            if (!Plain.isLatin(plain.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Ending endingAt(String plain, int at) {
        Ending[] endings = BY_LAST.get(plain.charAt(at));
        if (endings == null) {
            return null;
        }
        @Nullable Ending best = null;
        for (Ending ending : endings) {
            int length = ending.text.length();
            if (at + 1 >= length
                    && (best == null || length > best.text.length())
                    && plain.startsWith(ending.text, at + 1 - length)) {
                best = ending;
            }
        }
        return best;
    }

    private static void add(Kind kind, boolean general, String... endings) {
        for (String ending : endings) {
            char last = ending.charAt(ending.length() - 1);
            Ending[] before = BY_LAST.getOrDefault(last, new Ending[0]);
            Ending[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = new Ending(ending, kind, general);
            BY_LAST.put(last, after);
        }
    }
}
