package org.huiliu.model;

/** How fast a matter must move (紧急程度), as the line judged it. */
public enum Urgency {
    NORMAL("一般"),
    URGENT("紧急"),
    CRITICAL("特急");

    private final String zh;

    Urgency(String zh) {
        this.zh = zh;
    }

    /** The word that operators read. */
    public String zh() {
        return zh;
    }
}
