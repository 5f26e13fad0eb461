package org.huiliu.cases;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huiliu.model.Case;
import org.huiliu.platform.tx.Tx;

/** Reading cases within a scope. An empty optional means that the case is not there for this reader. */
public interface CaseReads {

    /** A page of cases, newest first. */
    Uni<List<CaseSummary>> list(Scope scope, CaseFilter filter);

    /** One case, personal data unmasked: who answers with it masks it first. */
    Uni<Optional<Case>> one(Scope scope, UUID id);

    /** Which of these cases the reader may see, asked in the transaction of who is about to change them. */
    Uni<Set<UUID>> visible(Tx tx, Scope scope, Collection<UUID> ids);

    /** How a case belongs together with others that the reader may see, oldest first. */
    Uni<List<CaseLink>> links(Scope scope, UUID id);

    /** How many reviews of a case wait for a person. */
    Uni<Integer> openReviews(UUID id);

    /** What happened to a case, oldest first, after an event's id. */
    Uni<Optional<List<CaseStep>>> events(Scope scope, UUID id, long after, int limit);

    /** The decisions about where a case goes, newest first. */
    Uni<Optional<List<CaseDecision>>> decisions(Scope scope, UUID id, int limit);

    /**
     * The reports of a case and of those merged into it, oldest first.
     *
     * @param said whether to tell what they say
     */
    Uni<Optional<List<CaseReport>>> reports(Scope scope, UUID id, boolean said);

    /** The deliveries of a case that are the reader's concern, oldest first. */
    Uni<Optional<List<CaseDelivery>>> deliveries(Scope scope, UUID id);
}
