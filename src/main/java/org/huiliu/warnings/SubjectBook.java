package org.huiliu.warnings;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.huiliu.platform.tx.Tx;

/** What cases are about, in PostgreSQL. */
public interface SubjectBook {

    /** The times in which cases about a subject matter. */
    record Reach(Subject subject, OffsetDateTime from, OffsetDateTime to) {}

    /** Writes what cases are about, in the transaction that opens them. */
    Uni<Void> add(Tx tx, List<Sighting> sightings);

    /** What has not been weighed yet, oldest case first. */
    Uni<List<Sighting>> fresh(Tx tx, int most);

    /**
     * The cases about subjects that stand for themselves (not merged, invalid or confidential) and that no warning
     * about the same subject has named, the latest of each subject.
     */
    Uni<Map<Subject, List<SubjectCase>>> free(Tx tx, Collection<Reach> reaches, int mostEach);

    /** Notes that these are weighed. */
    Uni<Void> weighed(Tx tx, List<Sighting> sightings);
}
