package org.huiliu.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.Set;

/** Where arrivals go: the accept path. */
public interface ReportSink {

    /**
     * Takes a report. The answer comes after its commit; whoever waits for it may leave, the work goes on.
     *
     * @return fails with {@link org.huiliu.platform.tx.Overloaded} or a failure of the database when nothing was
     *     acknowledged and the sender must come again
     */
    Uni<IntakeAnswer<Accepted>> accept(Arrival arrival);

    /** What would become of a message, as JSON, with nothing stored; or the problem it would meet. */
    Uni<IntakeAnswer<JsonNode>> preview(Arrival arrival);

    /** Where a feed's record stands. */
    Uni<Optional<RecordStatus>> status(String feed, String externalId);

    /** The media types in which a feed sends; none when there is no such feed. */
    Set<String> mediaTypes(String feed);
}
