package org.huiliu.model;

/** What makes a matter an emergency whatever its category says. */
public enum EmergencyFlag {
    LIFE_AT_RISK("生命危险"),
    TRAPPED("有人被困"),
    INJURED("有人受伤"),
    DEAD("有人死亡"),
    WEAPON("持械"),
    HAZMAT("危险物品"),
    EXPLOSION_OR_LEAK("爆炸或泄漏"),
    MASS_INCIDENT("群体事件"),
    SUICIDE_RISK("自杀风险"),
    DOMESTIC_VIOLENCE("家庭暴力"),
    MINOR_INVOLVED("涉未成年人");

    private final String zh;

    EmergencyFlag(String zh) {
        this.zh = zh;
    }

    /** The word that operators read. */
    public String zh() {
        return zh;
    }
}
