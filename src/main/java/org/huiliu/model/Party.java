package org.huiliu.model;

import org.jspecify.annotations.Nullable;

/**
 * A person or enterprise of a matter. Personal data: encrypted at rest, masked on the way out, never logged.
 *
 * @param sex GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 unstated
 * @param age years
 */
public record Party(
        Role role,
        @Nullable String name,
        @Nullable String sex,
        @Nullable Integer age,
        @Nullable String phone,
        @Nullable String contactPhone,
        @Nullable String idType,
        @Nullable String idNumber,
        boolean anonymous,
        @Nullable SubjectKind subjectKind,
        @Nullable String address) {

    /** What part someone has in the matter. */
    public enum Role {
        CALLER,
        PATIENT,
        PARTY,
        WITNESS,
        CONTACT
    }

    /** Whether a person or an enterprise speaks. */
    public enum SubjectKind {
        PERSON,
        ENTERPRISE
    }

    /** Without its content: a log line must not leak a citizen. */
    @Override
    public String toString() {
        return "Party[" + role + "]";
    }
}
