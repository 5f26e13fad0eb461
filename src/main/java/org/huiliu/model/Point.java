package org.huiliu.model;

import org.jspecify.annotations.Nullable;

/**
 * A coordinate with the datum it was measured in: WGS84 and GCJ02 differ by hundreds of metres in China.
 *
 * @param lon degrees east
 * @param lat degrees north
 * @param datum GCJ02, WGS84, CGCS2000, or UNKNOWN where the source does not say
 * @param method how it was found, for example {@code NETWORK} or {@code CALLER}
 * @param accuracyM radius of uncertainty in metres
 */
public record Point(
        double lon,
        double lat,
        Datum datum,
        @Nullable String method,
        @Nullable Double accuracyM) {

    /** The geodetic datum of a coordinate. */
    public enum Datum {
        GCJ02,
        WGS84,
        CGCS2000,
        UNKNOWN
    }
}
