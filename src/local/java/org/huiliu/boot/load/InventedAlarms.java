package org.huiliu.boot.load;

/**
 * Alarms that have nothing to do with each other: each with its own caller, estate and trouble, made from its number. For
 * tests that are about identity and durability, where reports that resemble each other would be joined, as they should.
 */
public final class InventedAlarms {
    private static final String TREES = "松柏桦榆槐枫柳杨桐樟梅兰竹菊荷桂杏桃李梨";
    private static final String[] THINGS = {"电梯", "路灯", "围墙", "下水道", "车库门", "健身器材", "配电箱", "雨棚", "消防栓", "门禁"};
    private static final String[] TROUBLES = {"坏了没人修", "被车撞歪", "锈断伤人", "夜里响个不停", "被人占用", "漏电", "堵住了", "塌了一角"};

    private InventedAlarms() {}

    /**
     * An alarm as 110 sends it.
     *
     * @param number of the record
     * @param more further JSON members, each ending with a comma; may be empty
     */
    public static String json(String number, String more) {
        int own = mixed(number);
        String estate = tree(own) + tree(own / 20) + tree(own / 400) + "苑小区";
        int building = 1 + own / 8_000 % 90;
        String what = THINGS[own / 7 % THINGS.length] + TROUBLES[own / 71 % TROUBLES.length];
        return "{\"JJDBH\":\"" + number + "\",\"XZQHDM\":\"320302\",\"JJLX\":\"01\",\"BJSJ\":\"2025-09-11 09:20:02\","
                + more
                + "\"BJDH\":\"138" + (10_000_000 + own % 90_000_000) + "\",\"JQDZ\":\"丰财街道" + estate + building
                + "幢\",\"BJNR\":\"" + estate + building + "幢" + what + "\",\"JQLBDM\":\"600000\"}";
    }

    private static char tree(int n) {
        return TREES.charAt(n % TREES.length());
    }

    /** Neighbouring numbers must not have neighbouring hashes. */
    private static int mixed(String number) {
        int hash = number.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 15) & Integer.MAX_VALUE;
    }
}
