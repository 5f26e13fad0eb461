package org.huiliu.routing;

/** The languages in which rules can be read. */
public enum Language {
    ZH,
    EN;

    /** One of two wordings. */
    String of(String zh, String en) {
        return this == ZH ? zh : en;
    }

    /** What stands between the items of a list. */
    String comma() {
        return of("、", ", ");
    }
}
