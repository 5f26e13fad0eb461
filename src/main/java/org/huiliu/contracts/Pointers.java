package org.huiliu.contracts;

import org.jspecify.annotations.Nullable;

/** JSON pointers (RFC 6901), written. */
final class Pointers {
    private Pointers() {}

    static String child(String parent, @Nullable String name) {
        return parent + "/" + (name == null ? "" : name.replace("~", "~0").replace("/", "~1"));
    }
}
