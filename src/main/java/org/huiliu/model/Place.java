package org.huiliu.model;

import org.jspecify.annotations.Nullable;

/**
 * Where it happened, and, apart from that, where the caller is: 110 sends two addresses and routes by the incident's.
 *
 * @param division administrative code of 6 (county), 9 (street) or 12 digits (community), the most precise one known;
 *     absent when neither code nor address settles it, since a guess sends help to the wrong 鼓楼区
 * @param divisionResolvedBy how {@code division} was found
 */
public record Place(
        @Nullable String address,
        @Nullable String callerAddress,
        @Nullable String division,
        @Nullable ResolvedBy divisionResolvedBy,
        @Nullable String gridCode,
        @Nullable String policeDistrict,
        @Nullable String landmark,
        @Nullable Point point,
        @Nullable Point callerPoint) {

    /** A report without any place. */
    public static final Place UNKNOWN = new Place(null, null, null, null, null, null, null, null, null);

    /** The same place with another whereabouts of the caller. */
    Place callerAt(@Nullable String newCallerAddress, @Nullable Point newCallerPoint) {
        return new Place(
                address,
                newCallerAddress,
                division,
                divisionResolvedBy,
                gridCode,
                policeDistrict,
                landmark,
                point,
                newCallerPoint);
    }

    /** What settled the division. */
    public enum ResolvedBy {
        CODE,
        ADDRESS
    }
}
