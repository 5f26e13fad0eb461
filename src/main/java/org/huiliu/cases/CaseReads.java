package org.huiliu.cases;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huiliu.model.Case;

/** Reading cases within a scope. An empty optional means that the case is not there for this reader. */
public interface CaseReads {

    /** A page of cases, newest first. */
    Uni<List<CaseSummary>> list(Scope scope, CaseFilter filter);

    /** One case, personal data unmasked: who answers with it masks it first. */
    Uni<Optional<Case>> one(Scope scope, UUID id);

    /** What happened to a case, oldest first, after an event's id. */
    Uni<Optional<List<CaseStep>>> events(Scope scope, UUID id, long after, int limit);

    /** The reports of a case without what they say, oldest first. */
    Uni<Optional<List<CaseReport>>> reports(Scope scope, UUID id);

    /** The deliveries of a case that are the reader's concern, oldest first. */
    Uni<Optional<List<CaseDelivery>>> deliveries(Scope scope, UUID id);
}
