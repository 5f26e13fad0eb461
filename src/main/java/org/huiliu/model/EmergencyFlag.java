package org.huiliu.model;

/** What makes a matter an emergency whatever its category says. */
public enum EmergencyFlag {
    /** 有生命危险 */
    LIFE_AT_RISK,
    /** 有人被困 */
    TRAPPED,
    /** 有人受伤 */
    INJURED,
    /** 有人死亡 */
    DEAD,
    /** 有无枪支凶器 */
    WEAPON,
    /** 危险物品 */
    HAZMAT,
    /** 爆炸或泄漏 */
    EXPLOSION_OR_LEAK,
    /** 群体事件 */
    MASS_INCIDENT,
    /** 自杀风险 */
    SUICIDE_RISK,
    /** 家庭暴力 */
    DOMESTIC_VIOLENCE,
    /** 涉未成年人 */
    MINOR_INVOLVED
}
