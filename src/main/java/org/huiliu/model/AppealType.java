package org.huiliu.model;

/** What the caller wants of the line (诉求类型). */
public enum AppealType {
    CONSULTATION("咨询"),
    HELP("求助"),
    COMPLAINT("投诉"),
    TIP("举报"),
    SUGGESTION("建议"),
    PRAISE("表扬"),
    ALARM("报警"),
    EMERGENCY_CALL("呼救"),
    LEGAL_SERVICE("法律服务"),
    OTHER("其他");

    private final String zh;

    AppealType(String zh) {
        this.zh = zh;
    }

    /** The word that operators read. */
    public String zh() {
        return zh;
    }
}
