package org.huiliu.routing;

/** The levels of administration, from wide to narrow. */
public enum Level {
    PROVINCE(2, "省级"),
    CITY(4, "市级"),
    COUNTY(6, "区县级"),
    STREET(9, "街镇级"),
    COMMUNITY(12, "村社级");

    private final int digits;
    private final String zh;

    Level(int digits, String zh) {
        this.digits = digits;
        this.zh = zh;
    }

    /** Digits of a division's code at this level. */
    public int digits() {
        return digits;
    }

    /** The word that operators read. */
    public String zh() {
        return zh;
    }
}
