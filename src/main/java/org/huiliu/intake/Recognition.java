package org.huiliu.intake;

import org.jspecify.annotations.Nullable;

/**
 * The rule of exact identity: what a message is to what the hub knows of its record.
 *
 * <p>With a version field every stored version counts, so a message that comes again after a newer one is still the
 * same message. Without one only the latest version is compared, since a record may return to what it said before.
 */
public enum Recognition {
    /** The record has never come. */
    NEW,
    /** The same message again. */
    SAME,
    /** A newer version, or other content where the feed has no versions. */
    NEWER,
    /** An older version that was never seen. */
    OLDER;

    /**
     * Recognises a message.
     *
     * @param seenBefore whether a report of this record with this very content is stored
     */
    public static Recognition of(KnownRecord known, @Nullable String version, String hash, boolean seenBefore) {
        if (known.reportId() == null) {
            return NEW;
        }
        if (hash.equals(known.hash())) {
            return SAME;
        }
        String latest = known.version();
        if (version == null || latest == null) {
            return NEWER;
        }
        int order = version.compareTo(latest);
        if (order > 0) {
            return NEWER;
        }
        if (seenBefore) {
            return SAME;
        }
        // two contents under one version: the line corrected itself without moving its clock
        return order == 0 ? NEWER : OLDER;
    }

    /** Whether older reports must be looked at to tell. */
    public static boolean needsHistory(KnownRecord known, @Nullable String version, String hash) {
        return known.reportId() != null
                && !hash.equals(known.hash())
                && version != null
                && known.version() != null
                && version.compareTo(known.version()) <= 0;
    }
}
