package org.huiliu.dedup;

/** The published repeat policies of the city, one version. */
public final class RepeatPolicies {
    private final int version;

    public RepeatPolicies(int version) {
        this.version = version;
    }

    public int version() {
        return version;
    }
}
