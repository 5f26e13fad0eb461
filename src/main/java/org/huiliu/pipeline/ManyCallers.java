package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.huiliu.cases.CaseEvent;
import org.huiliu.cases.CaseFile;
import org.huiliu.dedup.Matter;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.dedup.RepeatPolicy;
import org.huiliu.dedup.RepeatPolicyBook;
import org.huiliu.platform.crypto.BlindIndex;

/** Makes a case as urgent as its callers make it by the policy in force, after its callers or its content were taken anew. */
@ApplicationScoped
class ManyCallers {
    private final RepeatPolicyBook policies;
    private final BlindIndex blind;

    ManyCallers(RepeatPolicyBook policies, BlindIndex blind) {
        this.policies = policies;
        this.blind = blind;
    }

    /** Raises the urgency of a case that is being written, where the policy says so. */
    Uni<Void> heed(CaseFile file) {
        return policies.published().invoke(published -> heed(file, published)).replaceWithVoid();
    }

    private void heed(CaseFile file, RepeatPolicies published) {
        int callers = file.now().callerCount();
        Matter matter =
                Matter.of(file.now().feed(), file.now().content(), file.now().openedAt(), blind::of);
        RepeatPolicy policy = published.of(matter);
        policy.raisedBy(callers)
                .filter(urgency -> urgency.compareTo(file.now().content().urgency()) > 0)
                .ifPresent(urgency -> {
                    file.replace(file.now().content().urgent(urgency));
                    file.note(
                            CaseEvent.Kind.URGENCY_RAISED,
                            "hub",
                            Map.of("urgency", urgency.name(), "callers", callers, "policy", policy.name()));
                });
    }
}
