package org.huiliu.model;

/** What the caller wants of the line (诉求类型). */
public enum AppealType {
    /** 咨询 */
    CONSULTATION,
    /** 求助 */
    HELP,
    /** 投诉 */
    COMPLAINT,
    /** 举报 */
    TIP,
    /** 建议 */
    SUGGESTION,
    /** 表扬 */
    PRAISE,
    /** 报警 */
    ALARM,
    /** 呼救 */
    EMERGENCY_CALL,
    /** 法律服务 */
    LEGAL_SERVICE,
    /** 其他 */
    OTHER
}
