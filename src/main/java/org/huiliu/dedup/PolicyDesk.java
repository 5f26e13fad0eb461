package org.huiliu.dedup;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.huiliu.platform.problem.Precondition;
import org.jspecify.annotations.Nullable;

/** Where operators edit the repeat policies. */
public interface PolicyDesk {

    /** All versions, the newest first. */
    Uni<List<PolicyVersion>> versions();

    /** One version. */
    Uni<Optional<PolicyVersion>> version(int version);

    /** The draft, if somebody has begun one. */
    Uni<Optional<PolicyVersion>> draft();

    /**
     * Begins a draft or changes the one that there is; every fault is named.
     *
     * @param policies the list of the document, see {@link RepeatPolicies#SHIPPED}
     */
    Uni<PolicyEdit> draft(JsonNode policies, @Nullable String note, Precondition seen, String actor);

    /** Puts a version in force: the draft, or one that was in force before. */
    Uni<PolicyEdit> publish(int version, @Nullable String reason, Precondition seen, String actor);
}
