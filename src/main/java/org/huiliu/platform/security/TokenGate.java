package org.huiliu.platform.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.BiConsumer;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.ProblemWriter;
import org.huiliu.platform.tx.DatabaseGone;
import org.jboss.logging.Logger;

/**
 * Nothing under {@code /v1/} without a verified token, whether a REST method or a Vert.x route answers. It stands between
 * Quarkus's authentication and authorization, so that a refusal is a problem with a body and not an empty 401.
 */
@ApplicationScoped
public class TokenGate {
    private static final Logger LOG = Logger.getLogger(TokenGate.class);
    /** Between authentication (200) and authorization (100). */
    private static final int PRIORITY = 150;
    /** A filter of priority p is a route of order -p: what must come behind the gate has an order above this. */
    public static final int ROUTE_ORDER = -PRIORITY;

    private final ProblemWriter problems;

    TokenGate(ProblemWriter problems) {
        this.problems = problems;
    }

    void stand(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext request) {
        if (!(request.normalizedPath() + "/").startsWith("/v1/")) {
            request.next();
            return;
        }
        // Quarkus would answer a bad token itself, with an empty body, before this subscriber learns of it
        request.put(
                QuarkusHttpUser.AUTH_FAILURE_HANDLER, (BiConsumer<RoutingContext, Throwable>) (same, failure) -> {});
        QuarkusHttpUser.getSecurityIdentity(request, null)
                .subscribe()
                .with(identity -> pass(request, identity), failure -> refuse(request, failure));
    }

    private void pass(RoutingContext request, SecurityIdentity identity) {
        if (identity == null || identity.isAnonymous()) {
            challenge(request, "A bearer token is required.", "");
            return;
        }
        request.put(Callers.KEY, Callers.of(identity));
        request.next();
    }

    private void refuse(RoutingContext request, Throwable failure) {
        if (DatabaseGone.is(failure)) {
            // the same shapes of failure: here it is the OIDC server that cannot be reached
            LOG.warnf(
                    "the OIDC server cannot be reached: %s", failure.getClass().getName());
            problems.write(request, Problem.of(ProblemType.UNAVAILABLE, "Tokens cannot be verified at the moment."));
            return;
        }
        challenge(request, "The token is not valid here.", " error=\"invalid_token\"");
    }

    private void challenge(RoutingContext request, String detail, String error) {
        request.response().putHeader("WWW-Authenticate", "Bearer" + error);
        problems.write(request, Problem.of(ProblemType.UNAUTHENTICATED, detail));
    }
}
