package org.huiliu.boot.pack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.huiliu.boot.pack.Pack.Report;

/**
 * Events of a year as three lines send them: 12345 most, then 110, then 12348. They are invented and always the same ones;
 * a few of them lack the street, the code or both, as in the field.
 */
public final class InventedEvents {
    /** Events of a year in Haishu. */
    public static final int YEAR = 72_000;
    /** So many of them does the pack send: four for each town. */
    static final int SAMPLE = 68;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final LocalDateTime NEW_YEAR = LocalDateTime.of(2025, 1, 1, 0, 0);
    private static final int MINUTES_OF_A_YEAR = 365 * 24 * 60;
    private static final String TREES = "松柏桦榆槐枫柳杨桐樟梅兰竹菊荷桂杏桃李梨";
    private static final String[] ESTATES = {"苑小区", "花园", "新村", "公寓", "家园", "里小区", "名邸", "雅居"};

    private static final List<Place> HAISHU = List.of(
            new Place("330203001", "南门街道"),
            new Place("330203002", "江厦街道"),
            new Place("330203003", "西门街道"),
            new Place("330203004", "月湖街道"),
            new Place("330203005", "鼓楼街道"),
            new Place("330203006", "白云街道"),
            new Place("330203007", "段塘街道"),
            new Place("330203008", "望春街道"),
            new Place("330203009", "石碶街道"),
            new Place("330203100", "高桥镇"),
            new Place("330203101", "横街镇"),
            new Place("330203102", "集士港镇"),
            new Place("330203103", "古林镇"),
            new Place("330203104", "洞桥镇"),
            new Place("330203105", "鄞江镇"),
            new Place("330203106", "章水镇"),
            new Place("330203200", "龙观乡"));

    /** What is reported to 12345: categories from above to below, type, words. */
    private static final String[][] ORDERS = {
        {"住建/物业管理/房屋维修", "投诉", "外墙瓷砖脱落,物业一直不修"},
        {"住建/物业管理", "投诉", "物业乱收停车费,没有公示"},
        {"城市管理/市容环境", "投诉", "垃圾桶满了几天没有清运"},
        {"城市管理/占道经营", "举报", "水果摊占着人行道叫卖"},
        {"城市管理/违章建筑", "举报", "楼顶加盖彩钢房,晚上施工"},
        {"生态环境/噪音污染", "投诉", "工地夜间打桩,孩子睡不着"},
        {"生态环境/水污染", "举报", "河水发黑发臭,有暗管排污"},
        {"生态环境/大气污染", "投诉", "饭店油烟直排居民楼"},
        {"人力社保/拖欠工资", "投诉", "工地拖欠两个月工资"},
        {"人力社保", "咨询", "灵活就业怎么缴社保"},
        {"市场监管/食品安全", "举报", "超市卖过期酸奶"},
        {"市场监管/消费维权", "投诉", "健身房关门不退卡"},
        {"市场监管/价格收费", "投诉", "停车场不按公示价收费"},
        {"公用事业/供水", "求助", "家里突然停水,没有通知"},
        {"公用事业/供电", "求助", "整栋楼停电"},
        {"公用事业/供气", "求助", "灶具打不着火,怀疑断气"},
        {"公用事业/抢修", "求助", "路面水管爆裂,水流成河"},
        {"交通运输/道路设施/路灯", "求助", "路灯不亮,晚上看不见路"},
        {"交通运输/道路设施", "求助", "人行道地砖塌陷"},
        {"交通运输/公共交通", "建议", "建议增加早班公交"},
        {"公安/停车管理", "求助", "消防通道被车堵住"},
        {"教育", "咨询", "外来子女入学要什么材料"},
        {"医疗卫生", "咨询", "社区医院周末打疫苗吗"},
        {"民政", "求助", "独居老人申请助餐"},
        {"农业农村", "咨询", "水稻保险怎么理赔"},
        {"自然资源", "举报", "有人在耕地上堆渣土"},
        {"税务", "咨询", "个体户如何开票"},
        {"其他", "表扬", "网格员帮忙找回老人,提出表扬"},
    };
    /** What is reported to 110: category, type, level, words, and what says that somebody is in danger. */
    private static final String[][] ALARMS = {
        {"200000", "200200", "04", "楼上漏水,两家在楼道争吵"},
        {"200000", "200200", "04", "因停车位争执,双方不让"},
        {"500000", "500300", "04", "钥匙忘在家里,请求开锁"},
        {"500000", "500100", "02", "老人走失,穿灰色外套"},
        {"600000", "600600", "04", "流动摊贩堵住小区大门"},
        {"600000", "600900", "04", "广场舞音响扰民"},
        {"600000", "601300", "03", "自来水管爆裂,水漫路面"},
        {"600000", "600300", "04", "工人讨薪,想问归谁管"},
        {"600000", "600500", "04", "买到假烟,店家不认"},
        {"650000", "", "04", "社区请求配合上门核查"},
        {"500000", "500500", "02", "楼道里煤气味很重", "YWBZXL=1"},
        {"200000", "200100", "02", "两人打架,一人流血", "SSRYQKSM=一人头部流血"},
    };
    /** What is asked of 12348: category, words. */
    private static final String[][] CONSULTATIONS = {
        {"物业服务合同纠纷", "物业不作为,可以不交物业费吗"},
        {"劳动争议", "被辞退如何要补偿"},
        {"婚姻家庭", "离婚孩子抚养费怎么算"},
        {"继承", "老人房子没有遗嘱怎么分"},
    };

    private final List<Place> places;
    private final Random random;
    private int made;

    /** A street or town. */
    public record Place(String code, String name) {}

    /** Events at these places. */
    public InventedEvents(List<Place> places, long seed) {
        this.places = List.copyOf(places);
        this.random = new Random(seed);
    }

    /** The events of Haishu's year. */
    public static InventedEvents ofHaishu() {
        return new InventedEvents(HAISHU, 330203);
    }

    /** The towns and streets of Haishu. */
    public static List<Place> haishu() {
        return HAISHU;
    }

    /** The next ones. */
    public List<Report> take(int count) {
        List<Report> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** The next one. */
    public Report next() {
        int number = ++made;
        Place place = places.get(number % places.size());
        int kind = random.nextInt(20);
        if (kind < 15) {
            return new Report("12345", order(number, place));
        }
        return kind < 19 ? new Report("110", alarm(number, place)) : new Report("12348", consultation(number, place));
    }

    private ObjectNode order(int number, Place place) {
        String[] matter = one(ORDERS);
        String estate = estate(number);
        String time = time();
        boolean streetKnown = random.nextInt(100) > 0;
        ObjectNode order = JSON.createObjectNode()
                .put("orderNo", "EV%08d".formatted(number))
                .put("orderType", matter[1]);
        String[] levels = random.nextInt(100) > 0 ? matter[0].split("/") : new String[] {"本地新事项"};
        for (int i = 0; i < levels.length; i++) {
            order.put("categoryL" + (i + 1), levels[i]);
        }
        return order.put("title", clipped(matter[2]))
                .put("content", estate + matter[2])
                .put("callerPhone", phone(number))
                .put("channel", one(new String[] {"电话", "电话", "电话", "微信", "APP", "网站"}))
                .put("incidentAddress", (streetKnown ? place.name() : "") + estate)
                .put("regionCode", streetKnown ? place.code() : place.code().substring(0, 6))
                .put("urgency", one(new String[] {"一般", "一般", "一般", "一般", "一般", "一般", "一般", "紧急", "一般", "特急"}))
                .put("callTime", time)
                .put("acceptTime", time)
                .put("updateTime", time);
    }

    private ObjectNode alarm(int number, Place place) {
        String[] matter = one(ALARMS);
        String estate = estate(number);
        String time = time();
        ObjectNode alarm = JSON.createObjectNode()
                .put("JJDBH", place.code().substring(0, 6) + "2025%08d".formatted(number))
                .put("XZQHDM", place.code().substring(0, 6))
                .put("JJLX", "01")
                .put("JQLYFS", "电话")
                .put("BJSJ", time)
                .put("JJSJ", time)
                .put("BJDH", phone(number))
                .put("JQDZ", place.name() + estate)
                .put("BJNR", estate + matter[3])
                .put("JQLBDM", matter[0])
                .put("JQDJDM", matter[2])
                .put("GXSJ", time);
        if (matter.length == 5) {
            String[] danger = matter[4].split("=");
            alarm.put(danger[0], danger[1]);
        }
        return matter[1].isEmpty() ? alarm : alarm.put("JQLXDM", matter[1]);
    }

    private ObjectNode consultation(int number, Place place) {
        String[] matter = one(CONSULTATIONS);
        String time = time();
        return JSON.createObjectNode()
                .put("ticketNo", "12348-2025-%08d".formatted(number))
                .put("callerNumber", phone(number))
                .put("callTime", time)
                .put("createTime", time)
                .put("updateTime", time)
                .put("category", matter[0])
                .put("serviceType", "法律咨询")
                .put("title", clipped(matter[1]))
                .put("content", estate(number) + "居民咨询:" + matter[1])
                .put("priority", one(new String[] {"1", "2", "2", "3"}))
                .put("status", "0")
                .put("source", "电话")
                .put("regionCode", place.code())
                .put("incidentAddress", place.name() + estate(number));
    }

    private String[] one(String[][] of) {
        return of[random.nextInt(of.length)];
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private String time() {
        return CLOCK.format(NEW_YEAR.plusMinutes(random.nextInt(MINUTES_OF_A_YEAR)));
    }

    /** No two of the same number within a few thousand events. */
    private static String estate(int number) {
        int own = (number * 0x9E3779B9 >>> 4) & Integer.MAX_VALUE;
        return "" + tree(own) + tree(own / 20) + tree(own / 400) + ESTATES[own / 8_000 % ESTATES.length]
                + (1 + own / 64_000 % 60) + "幢";
    }

    private static char tree(int n) {
        return TREES.charAt(n % TREES.length());
    }

    private static String phone(int number) {
        return "1380000%04d".formatted(number % 10_000);
    }

    private static String clipped(String words) {
        int comma = words.indexOf(',');
        return comma < 0 ? words : words.substring(0, comma);
    }
}
