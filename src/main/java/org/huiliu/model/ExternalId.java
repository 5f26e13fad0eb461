package org.huiliu.model;

/** A number under which another system knows the matter. */
public record ExternalId(String system, String id, Role role) {

    /** Whose number it is. */
    public enum Role {
        CITY,
        DISTRICT,
        PARTNER,
        RECORD,
        MAIN
    }
}
