package org.huiliu.platform.json;

import org.jspecify.annotations.Nullable;

/** JSON pointers (RFC 6901), written. */
public final class Pointers {
    private Pointers() {}

    /** The pointer to a property of what a pointer leads to. */
    public static String child(String parent, @Nullable String name) {
        return parent + "/" + (name == null ? "" : name.replace("~", "~0").replace("/", "~1"));
    }
}
