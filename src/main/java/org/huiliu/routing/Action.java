package org.huiliu.routing;

import org.jspecify.annotations.Nullable;

/** What a rule does: sends a case somewhere, writes something on it, or both. */
public record Action(@Nullable Route route, Marks marks) {

    /** As it is read behind the arrow of a rule. */
    public String words(Wording wording) {
        String where = route == null ? "" : route.words(wording);
        String what = marks.words(wording);
        return where.isEmpty() || what.isEmpty()
                ? where + what
                : where + wording.language().of("；", "; ") + what;
    }
}
