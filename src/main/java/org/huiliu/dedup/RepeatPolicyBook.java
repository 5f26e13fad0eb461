package org.huiliu.dedup;

import io.smallrye.mutiny.Uni;

/** Where the repeat policies are kept. */
public interface RepeatPolicyBook {

    /** The published policies; a change reaches every pod within a second. */
    Uni<RepeatPolicies> published();
}
