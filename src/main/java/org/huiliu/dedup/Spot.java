package org.huiliu.dedup;

import org.huiliu.model.Point;
import org.jspecify.annotations.Nullable;

/**
 * A point in one datum (GCJ02, the public one of Chinese maps), so that points of different sources can be compared.
 *
 * @param slackM metres by which it may be wrong
 */
record Spot(double lon, double lat, double slackM) {
    /** Side of a square of the map, in degrees: about a kilometre. */
    static final double SQUARE = 0.01;

    private static final double METRES_A_DEGREE = 111_320;
    private static final double EARTH = 6_378_245.0;
    private static final double FLATTENING = 0.006_693_421_622_965_943;
    /** What a point of an unknown datum may be off: the shift between GCJ02 and WGS84 in China is up to some 700 m. */
    private static final double UNKNOWN_DATUM = 300;

    static @Nullable Spot of(@Nullable Point point) {
        if (point == null) {
            return null;
        }
        double accuracy = point.accuracyM() == null ? 0 : Math.min(point.accuracyM(), 2_000);
        return switch (point.datum()) {
            case GCJ02 -> new Spot(point.lon(), point.lat(), accuracy);
            case WGS84, CGCS2000 -> shifted(point.lon(), point.lat(), accuracy);
            case UNKNOWN -> new Spot(point.lon(), point.lat(), accuracy + UNKNOWN_DATUM);
        };
    }

    /** Metres between two points. */
    double metresTo(Spot other) {
        double north = (lat - other.lat) * METRES_A_DEGREE;
        double east = (lon - other.lon) * METRES_A_DEGREE * Math.cos(Math.toRadians((lat + other.lat) / 2));
        return Math.hypot(north, east);
    }

    int column() {
        return (int) Math.floor(lon / SQUARE);
    }

    int row() {
        return (int) Math.floor(lat / SQUARE);
    }

    /** The published approximation of the shift from WGS84 to GCJ02; exact to a few metres. */
    private static Spot shifted(double lon, double lat, double accuracy) {
        double x = lon - 105;
        double y = lat - 35;
        double north = -100
                + 2 * x
                + 3 * y
                + 0.2 * y * y
                + 0.1 * x * y
                + 0.2 * Math.sqrt(Math.abs(x))
                + waves(x, 20, 6 * Math.PI, 20, 2 * Math.PI)
                + waves(y, 20, Math.PI, 40, Math.PI / 3)
                + waves(y, 160, Math.PI / 12, 320, Math.PI / 30);
        double east = 300
                + x
                + 2 * y
                + 0.1 * x * x
                + 0.1 * x * y
                + 0.1 * Math.sqrt(Math.abs(x))
                + waves(x, 20, 6 * Math.PI, 20, 2 * Math.PI)
                + waves(x, 20, Math.PI, 40, Math.PI / 3)
                + waves(x, 150, Math.PI / 12, 300, Math.PI / 30);
        double radians = Math.toRadians(lat);
        double magic = 1 - FLATTENING * Math.sin(radians) * Math.sin(radians);
        double root = Math.sqrt(magic);
        double shiftedLat = lat + Math.toDegrees(north / (EARTH * (1 - FLATTENING) / (magic * root)));
        double shiftedLon = lon + Math.toDegrees(east / (EARTH / root * Math.cos(radians)));
        return new Spot(shiftedLon, shiftedLat, accuracy);
    }

    private static double waves(double at, double first, double firstRate, double second, double secondRate) {
        return (first * Math.sin(at * firstRate) + second * Math.sin(at * secondRate)) * 2 / 3;
    }
}
