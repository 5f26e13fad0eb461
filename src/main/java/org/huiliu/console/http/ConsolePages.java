package org.huiliu.console.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Tells the pages where operators log in, and the browser what the pages may do: load and ask nothing but this hub and that OIDC
 * server. The tokens are in the pages' memory, so a foreign script must not get in.
 */
@ApplicationScoped
class ConsolePages {
    /** Named by their content: a file of this name never changes. */
    private static final String ASSETS = "/assets/";
    /** What other rooms answer. */
    private static final List<String> NO_SCREENS =
            List.of("/v1/", "/q/", "/openapi/", "/contracts/", "/console/", "/dev", ASSETS);
    /** Behind the token gate and the limits; the header must be set before a page is written. */
    private static final int PRIORITY = 5;

    private final String settings;
    private final String policy;
    /** The operator's own map of divisions, if there is one. */
    private final @Nullable Buffer map;

    ConsolePages(
            @ConfigProperty(name = "huiliu.console.issuer") String issuer,
            @ConfigProperty(name = "huiliu.console.client-id", defaultValue = "console") String clientId,
            @ConfigProperty(name = "huiliu.console.geojson") Optional<Path> geojson) {
        this.map = geojson.map(ConsolePages::read).orElse(null);
        this.settings =
                new JsonObject().put("issuer", issuer).put("clientId", clientId).encode();
        URI server = URI.create(issuer);
        this.policy = "default-src 'self'; connect-src 'self' " + server.getScheme() + "://" + server.getAuthority()
                // charts and components place themselves by style attributes
                + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'"
                + "; form-action 'none'; frame-ancestors 'none'";
    }

    /** A file that is named and cannot be read stops the start: a missing map would be looked for in vain. */
    private static Buffer read(Path geojson) {
        try {
            return Buffer.buffer(Files.readAllBytes(geojson));
        } catch (IOException e) {
            throw new UncheckedIOException("huiliu.console.geojson cannot be read: " + geojson, e);
        }
    }

    void register(@Observes Router router) {
        router.get("/console/settings.json").handler(request -> request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(settings)
                .onFailure(request::fail));
        router.get("/console/divisions.geojson").handler(this::outlines);
    }

    private void outlines(RoutingContext request) {
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (map == null) {
            // no error: most cities have none, and the page draws tiles then
            request.response().setStatusCode(204).end().onFailure(request::fail);
        } else {
            request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/geo+json")
                    .end(map)
                    .onFailure(request::fail);
        }
    }

    void guard(@Observes Filters filters) {
        filters.register(this::guard, PRIORITY);
    }

    /** Whether a browser wants to see a screen: its path is not a file, the page finds it by itself. */
    private static boolean screen(HttpServerRequest request, String path) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return request.method() == HttpMethod.GET
                && accept != null
                && accept.contains("text/html")
                && !path.equals("/")
                && path.indexOf('.') < 0
                && NO_SCREENS.stream().noneMatch(path::startsWith);
    }

    private void guard(RoutingContext request) {
        String path = request.normalizedPath();
        if (screen(request.request(), path)) {
            request.reroute("/");
            return;
        }
        if (!path.startsWith("/v1/") && !path.startsWith("/q/") && !path.startsWith("/dev")) {
            request.response().putHeader("Content-Security-Policy", policy);
            request.addHeadersEndHandler(headers -> {
                // the static handler knows one age for all of its files
                if (path.startsWith(ASSETS)) {
                    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
                } else if (request.response().headers().contains(HttpHeaders.CACHE_CONTROL)) {
                    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
                }
            });
        }
        request.next();
    }
}
