package org.huiliu.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.huiliu.platform.problem.Problem;

/** Where arrivals go: the accept path. */
public interface ReportSink {

    /**
     * Takes a report. The answer comes after its commit; whoever waits for it may leave, the work goes on.
     *
     * @return fails with {@link org.huiliu.platform.tx.Overloaded} or a failure of the database when nothing was
     *     acknowledged and the sender must come again
     */
    Uni<IntakeAnswer> accept(Arrival arrival);

    /** What would become of a message, as JSON, with nothing stored; or the problem it would meet. */
    Uni<PreviewAnswer> preview(Arrival arrival);

    /** Where a feed's record stands. */
    Uni<Optional<RecordStatus>> status(String feed, String externalId);

    /** The media types in which a feed sends; none when there is no such feed. */
    Set<String> mediaTypes(String feed);

    /** What a preview found. */
    sealed interface PreviewAnswer {
        /** Reads the answer: exactly one of the two functions is called. */
        <T> T fold(Function<JsonNode, T> seen, Function<Problem, T> refused);

        /** The normalized report and what would happen to it. */
        record Seen(JsonNode preview) implements PreviewAnswer {
            @Override
            public <T> T fold(Function<JsonNode, T> seen, Function<Problem, T> refused) {
                return seen.apply(preview);
            }
        }

        /** The message would be refused. */
        record Refused(Problem problem) implements PreviewAnswer {
            @Override
            public <T> T fold(Function<JsonNode, T> seen, Function<Problem, T> refused) {
                return refused.apply(problem);
            }
        }
    }
}
