package org.huiliu.platform.problem;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Problems for what never reaches a REST method: unknown paths, bodies that are too large, failures in routes. */
@ApplicationScoped
public class LastResort {
    private final ProblemWriter problems;

    LastResort(ProblemWriter problems) {
        this.problems = problems;
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
