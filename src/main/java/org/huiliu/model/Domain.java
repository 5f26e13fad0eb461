package org.huiliu.model;

/** Which public duty a matter belongs to. */
public enum Domain {
    /** 政务服务: economy, market, society, public service, environment. */
    GOV_SERVICE("政务服务"),
    /** 公安: crime, order, traffic. */
    POLICE("公安"),
    /** 医疗急救. */
    MEDICAL("医疗急救"),
    /** 公共法律服务. */
    LEGAL("公共法律服务"),
    /** 消防救援. */
    FIRE("消防救援"),
    /** None of the others. */
    OTHER("其他");

    private final String zh;

    Domain(String zh) {
        this.zh = zh;
    }

    /** The word that operators read. */
    public String zh() {
        return zh;
    }
}
