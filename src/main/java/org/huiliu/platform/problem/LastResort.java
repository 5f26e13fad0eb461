package org.huiliu.platform.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Problems for what never reaches a REST method: unknown paths, bodies that are too large, failures in routes. */
@ApplicationScoped
public class LastResort {
    /** Behind the token gate; a route that reads the socket itself stands before it (its order is below -10). */
    private static final int PRIORITY = 10;

    private final ProblemWriter problems;
    private final Limit usual;
    private final Limit documents;
    private final List<String> documentPaths;

    /**
     * How much is taken.
     *
     * @param chunks gathers a body that does not say its length; beyond the limit it fails the request with 413
     */
    private record Limit(long bytes, BodyHandler chunks) {
        static Limit of(MemorySize size) {
            return new Limit(size.asLongValue(), BodyHandler.create(false).setBodyLimit(size.asLongValue()));
        }
    }

    LastResort(
            ProblemWriter problems,
            // far above any single report
            @ConfigProperty(name = "huiliu.http.largest-body", defaultValue = "1M") MemorySize largestBody,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestDocument,
            // what people edit as a whole
            @ConfigProperty(name = "huiliu.http.document-paths") List<String> documentPaths) {
        this.problems = problems;
        this.usual = Limit.of(largestBody);
        this.documents = Limit.of(largestDocument);
        this.documentPaths = List.copyOf(documentPaths);
    }

    /** What cannot be taken is refused with a problem before a REST method sees it. */
    void stand(@Observes Filters filters) {
        filters.register(this::measure, PRIORITY);
    }

    private void measure(RoutingContext request) {
        String length = request.request().getHeader("Content-Length");
        if (request.request().uri().contains("%00")) {
            // PostgreSQL holds no NUL, so nothing has it in its name
            write(request, ProblemType.BAD_REQUEST, "A NUL character is in the address.");
            return;
        }
        if (length == null && request.request().getHeader("Transfer-Encoding") != null) {
            limit(request).chunks.handle(request);
            return;
        }
        if (length == null || Long.parseLong(length) <= limit(request).bytes) {
            request.next();
            return;
        }
        refuse(request);
    }

    private Limit limit(RoutingContext request) {
        String path = request.normalizedPath();
        return documentPaths.stream().anyMatch(path::startsWith) ? documents : usual;
    }

    private void refuse(RoutingContext request) {
        request.response().putHeader("Connection", "close");
        write(request, ProblemType.TOO_LARGE, "A body may have " + limit(request).bytes + " bytes here.");
    }

    void stand(@Observes Router router) {
        // before the framework's own, which ends a failed request without a body
        router.route().order(1 - PRIORITY).failureHandler(this::explain);
        router.errorHandler(400, request -> write(request, ProblemType.BAD_REQUEST, "The request is not understood."))
                .errorHandler(404, request -> write(request, ProblemType.NOT_FOUND, "There is nothing here."))
                .errorHandler(
                        405, request -> write(request, ProblemType.METHOD_NOT_ALLOWED, "This method is not supported."))
                .errorHandler(
                        413,
                        request -> write(request, ProblemType.TOO_LARGE, "The body is larger than is taken here."));
    }

    private void explain(RoutingContext failed) {
        if (failed.statusCode() == 413) {
            refuse(failed);
        } else if (failed.statusCode() == 400) {
            write(failed, ProblemType.BAD_REQUEST, "The request is not understood.");
        } else {
            failed.next();
        }
    }

    private void write(RoutingContext request, ProblemType type, String detail) {
        problems.write(request, Problem.of(type, detail));
    }
}
