package org.huiliu.model;

/** Where a case stands (案件状态); the legal moves are in {@code org.huiliu.cases.CaseMoves}. */
public enum CaseState {
    RECEIVED("待受理"),
    NEEDS_INFO("待补充"),
    REVIEW("待研判"),
    ACCEPTED("已受理"),
    DISPATCHED("已派单"),
    SIGNED("已签收"),
    IN_PROGRESS("办理中"),
    RESOLVED("已办结"),
    CALLBACK("待回访"),
    REWORK("重办"),
    ARCHIVED("已归档"),
    TRANSFERRED("已转办"),
    REJECTED("不予受理"),
    INVALID("无效"),
    MERGED("已并单");

    private final String zh;

    CaseState(String zh) {
        this.zh = zh;
    }

    /** The word that operators read. */
    public String zh() {
        return zh;
    }
}
