package org.huiliu.pipeline;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.dedup.RepeatPolicyBook;

/** Stands in until the book of policies is there; it gives way to the real one. */
@ApplicationScoped
class Interim {
    @Produces
    @DefaultBean
    @ApplicationScoped
    RepeatPolicyBook policies() {
        return () -> Uni.createFrom().item(RepeatPolicies.shipped());
    }
}
