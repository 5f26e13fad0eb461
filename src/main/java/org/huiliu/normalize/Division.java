package org.huiliu.normalize;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An administrative division.
 *
 * @param code of 2 digits (province), 4 (city), 6 (county), 9 (street) or 12 (community)
 * @param name its own, for example 丰财街道
 * @param fullName with those above it from the county on, for example 鼓楼区丰财街道
 */
public record Division(String code, String name, String fullName) {

    /** How many digits the codes of a level have. */
    @Schema(name = "DivisionLevel")
    public enum Level {
        PROVINCE(2),
        CITY(4),
        COUNTY(6),
        STREET(9),
        COMMUNITY(12);

        private final int digits;

        Level(int digits) {
            this.digits = digits;
        }

        public int digits() {
            return digits;
        }

        /** The level below codes of so many digits; communities have none below them. */
        public static Level below(int digits) {
            for (Level level : values()) {
                if (level.digits > digits) {
                    return level;
                }
            }
            return COMMUNITY;
        }
    }
}
