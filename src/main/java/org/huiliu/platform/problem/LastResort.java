package org.huiliu.platform.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Problems for what never reaches a REST method: unknown paths, bodies that are too large, failures in routes. */
@ApplicationScoped
public class LastResort {
    /** Behind the token gate; a route that reads the socket itself stands before it (its order is below -10). */
    private static final int PRIORITY = 10;

    private final ProblemWriter problems;
    private final long largestBody;

    LastResort(
            ProblemWriter problems,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestBody) {
        this.problems = problems;
        this.largestBody = largestBody.asLongValue();
    }

    /** A body that says itself that it is too large is refused with a problem before it is read. */
    void stand(@Observes Filters filters) {
        filters.register(this::measure, PRIORITY);
    }

    private void measure(RoutingContext request) {
        String length = request.request().getHeader("Content-Length");
        if (length == null || Long.parseLong(length) <= largestBody) {
            request.next();
            return;
        }
        request.response().putHeader("Connection", "close");
        write(request, ProblemType.TOO_LARGE, "A body may have " + largestBody + " bytes here.");
    }

    void stand(@Observes Router router) {
        router.errorHandler(404, request -> write(request, ProblemType.NOT_FOUND, "There is nothing here."))
                .errorHandler(
                        405, request -> write(request, ProblemType.METHOD_NOT_ALLOWED, "This method is not supported."))
                .errorHandler(
                        413,
                        request -> write(request, ProblemType.TOO_LARGE, "The body is larger than is taken here."));
    }

    private void write(RoutingContext request, ProblemType type, String detail) {
        problems.write(request, Problem.of(type, detail));
    }
}
