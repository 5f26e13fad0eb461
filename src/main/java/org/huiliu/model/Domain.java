package org.huiliu.model;

/** Which public duty a matter belongs to. */
public enum Domain {
    /** 政务服务: economy, market, society, public service, environment. */
    GOV_SERVICE,
    /** 公安: crime, order, traffic. */
    POLICE,
    /** 医疗急救. */
    MEDICAL,
    /** 公共法律服务. */
    LEGAL,
    /** 消防救援. */
    FIRE,
    /** None of the others. */
    OTHER
}
