package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.huiliu.cases.CaseEvent;
import org.huiliu.cases.CaseFile;
import org.huiliu.dedup.RepeatPolicy;
import org.huiliu.dedup.RepeatPolicyBook;

/** Makes a case as urgent as its callers make it by the policy in force, after its callers or its content were taken anew. */
@ApplicationScoped
class ManyCallers {
    private final RepeatPolicyBook policies;
    private final FirstMatters firsts;

    ManyCallers(RepeatPolicyBook policies, FirstMatters firsts) {
        this.policies = policies;
        this.firsts = firsts;
    }

    /** Raises the urgency of a case that is being written, where the policy says so. */
    Uni<Void> heed(CaseFile file) {
        return policies.published()
                .invoke(published -> raise(file, published.of(firsts.of(file))))
                .replaceWithVoid();
    }

    /** The rule itself, for a case whose policy is known. */
    static void raise(CaseFile file, RepeatPolicy policy) {
        int callers = file.now().callerCount();
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
