package org.huiliu.model;

/** How a matter is handled (办件类型). */
public enum ItemKind {
    INSTANT("即办件"),
    PROMISED("承诺件"),
    /** Closes only when every unit that has it has answered. */
    JOINT("联办件"),
    REPLY("答复件");

    private final String zh;

    ItemKind(String zh) {
        this.zh = zh;
    }

    /** The word that operators read. */
    public String zh() {
        return zh;
    }
}
