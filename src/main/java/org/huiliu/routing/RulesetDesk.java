package org.huiliu.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.huiliu.platform.problem.Precondition;
import org.jspecify.annotations.Nullable;

/** Where operators bring rules on their way: written, submitted, approved by a second person, published, rolled back. */
public interface RulesetDesk {

    /** All versions, the newest first, without their rules. */
    Uni<List<RulesetVersion>> versions();

    /** One version with its rules. */
    Uni<Optional<RulesetVersion>> version(int version);

    /** The version on its way, whether it is still being written or not. */
    Uni<Optional<RulesetVersion>> draft();

    /** The version in force. */
    Uni<RulesetVersion> published();

    /**
     * What is to be written. What is absent stays as it was; a new draft begins as a copy of the published version.
     *
     * @param document found sound
     * @param catalogue found sound together with the document
     */
    record Writing(
            @Nullable JsonNode document,
            @Nullable JsonNode catalogue,
            @Nullable String note) {}

    /** Begins a draft or changes the one that there is. What comes back is a head. */
    Uni<RulesetEdit> write(Writing writing, Precondition seen, String actor);

    /** Moves a version on. What comes back is a head. */
    Uni<RulesetEdit> move(int version, Move move, String reason, Precondition seen, String actor);

    /** What can be done with a version. */
    enum Move {
        /** The draft is put before a second person. */
        SUBMIT("submit", RulesetVersion.State.SUBMITTED, RulesetVersion.State.DRAFT),
        /** It is to be written on. */
        RETURN("return", RulesetVersion.State.DRAFT, RulesetVersion.State.SUBMITTED, RulesetVersion.State.APPROVED),
        /** A second person agrees. */
        APPROVE("approve", RulesetVersion.State.APPROVED, RulesetVersion.State.SUBMITTED),
        /** It is put in force; one that was in force before is rolled back to. */
        PUBLISH("publish", RulesetVersion.State.PUBLISHED, RulesetVersion.State.APPROVED, RulesetVersion.State.RETIRED),
        /** It is given up. */
        DISCARD("discard", RulesetVersion.State.DISCARDED, RulesetVersion.State.DRAFT);

        private final String word;
        private final RulesetVersion.State to;
        private final List<RulesetVersion.State> from;

        Move(String word, RulesetVersion.State to, RulesetVersion.State... from) {
            this.word = word;
            this.to = to;
            this.from = List.of(from);
        }

        /** As it stands in addresses and in the audit. */
        public String word() {
            return word;
        }

        /** The state that it leads to. */
        public RulesetVersion.State to() {
            return to;
        }

        /** The states that it may start from. */
        public List<RulesetVersion.State> from() {
            return from;
        }
    }
}
