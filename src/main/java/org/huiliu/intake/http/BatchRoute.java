package org.huiliu.intake.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.huiliu.intake.ReportSink;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.ProblemWriter;
import org.huiliu.platform.security.Caller;
import org.huiliu.platform.security.Callers;

/** {@code POST /v1/feeds/{feed}/reports/batch}: a stream of messages, a stream of results. */
@ApplicationScoped
public class BatchRoute {
    /** One JSON document a line. */
    public static final String NDJSON = "application/x-ndjson";
    /** Behind the token gate, before Quarkus limits the size of bodies: a batch has none. */
    private static final int ORDER = -20;

    private final ReportSink sink;
    private final Clock clock;
    private final ProblemWriter problems;
    private final int longestLine;

    BatchRoute(
            ReportSink sink,
            Clock clock,
            ProblemWriter problems,
            // as much as a single report may have
            @ConfigProperty(name = "huiliu.intake.longest-line", defaultValue = "1048576") int longestLine) {
        this.sink = sink;
        this.clock = clock;
        this.problems = problems;
        this.longestLine = longestLine;
    }

    void stand(@Observes Router router) {
        router.post("/v1/feeds/:feed/reports/batch").order(ORDER).handler(this::receive);
    }

    private void receive(RoutingContext context) {
        String feed = context.pathParam("feed");
        Caller caller = Callers.of(context);
        Set<String> taken = sink.mediaTypes(feed);
        String contentType =
                String.valueOf(context.request().getHeader("Content-Type")).toLowerCase(Locale.ROOT);
        if (!caller.mayFeed(feed)) {
            problems.write(context, Problem.of(ProblemType.FORBIDDEN, "this client may not act for feed " + feed));
        } else if (taken.isEmpty()) {
            problems.write(context, Problem.of(ProblemType.NOT_FOUND, "there is no such feed"));
        } else if (!contentType.split(";", 2)[0].strip().equalsIgnoreCase(NDJSON)) {
            problems.write(
                    context,
                    Problem.of(ProblemType.UNSUPPORTED_TYPE, "a batch is " + NDJSON)
                            .allowing(List.of(NDJSON)));
        } else {
            new Batch(sink, clock, feed, caller.name(), context.request(), longestLine).start();
        }
    }
}
