package org.huiliu.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A code in a named, versioned code table. The same code means different things in different tables (700000 is
 * 群体事件 in one police base and 非警务 in another), so system and version are mandatory.
 *
 * @param system the code table's owner, for example {@code huiliu} or {@code 110/320302}
 * @param version the table's version
 * @param code the code, {@value #UNMAPPED} when the source sent one that the table lacks
 * @param name the code's Chinese name
 * @param path names from the root of the tree to this code
 */
public record Category(
        String system,
        String version,
        String code,
        @Nullable String name,
        List<String> path) {
    /** The code of a category whose source code is not in the feed's table. */
    public static final String UNMAPPED = "UNMAPPED";

    public Category {
        path = path == null ? List.of() : List.copyOf(path);
    }
}
