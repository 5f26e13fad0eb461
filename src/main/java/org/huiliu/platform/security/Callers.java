package org.huiliu.platform.security;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Reads the {@link Caller} of a request: of a REST method from its injected identity, of a Vert.x route from its context. */
public final class Callers {
    static final String KEY = Caller.class.getName();

    private Callers() {}

    /**
     * The caller behind a verified token.
     *
     * @throws UnauthorizedException when nobody is behind the request
     */
    public static Caller of(SecurityIdentity identity) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            throw new UnauthorizedException("no verified token");
        }
        return new Caller(
                name(token),
                identity.getRoles(),
                claim(token, "feed"),
                claim(token, "target"),
                claim(token, "agency"),
                claim(token, "division"));
    }

    /**
     * The caller of a Vert.x route under {@code /v1/}, where {@link TokenGate} has verified the token. The route's order
     * must be above {@value TokenGate#ROUTE_ORDER}, or the gate has not been passed.
     *
     * @throws UnauthorizedException when the gate was not passed
     */
    public static Caller of(RoutingContext request) {
        Caller caller = request.get(KEY);
        if (caller == null) {
            throw new UnauthorizedException("the request did not pass the token gate");
        }
        return caller;
    }

    private static String name(JsonWebToken token) {
        for (String claim : new String[] {"preferred_username", "client_id", "azp", "sub"}) {
            String value = claim(token, claim);
            if (value != null) {
                return value;
            }
        }
        return "unnamed";
    }

    /** A text claim; a list or a number in its place grants nothing. */
    private static @Nullable String claim(JsonWebToken token, String name) {
        Object value = token.getClaim(name);
        return value instanceof String text && !text.isBlank() ? text : null;
    }
}
