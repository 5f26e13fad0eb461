package org.huiliu.boot.run;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.huiliu.boot.embedded.EmbeddedPostgres;
import org.huiliu.boot.embedded.LocalIdentities;
import org.huiliu.boot.sandbox.SandboxTarget;

/**
 * {@code /dev} of the local run: where everything is and with which secrets. It answers only callers on the same machine,
 * and only when the launcher started the hub; for everybody else it is not there.
 */
@ApplicationScoped
class DevRoutes {

    /** Names under which a browser on this machine reaches the hub; any other may be a foreign page's trick. */
    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Pattern CODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Config config;
    private final HttpClient client;

    DevRoutes(Config config, Vertx vertx) {
        this.config = config;
        this.client = vertx.createHttpClient();
    }

    void register(@Observes Router router) {
        if (config.getOptionalValue(DevConfig.SANDBOX_PORT, Integer.class).isEmpty()) {
            return;
        }
        router.get("/dev/start").handler(this::startPage);
        router.get("/dev").handler(this::everything);
        router.get("/dev/sandbox/:target/received").handler(this::received);
    }

    private void startPage(RoutingContext request) {
        if (local(request)) {
            request.response().putHeader("Content-Type", "text/html; charset=utf-8");
            request.response().sendFile("local/index.html").onFailure(request::fail);
        } else {
            absent(request);
        }
    }

    private void everything(RoutingContext request) {
        if (!local(request)) {
            absent(request);
            return;
        }
        JsonObject all = new JsonObject()
                .put("tokenEndpoint", value(DevConfig.TOKEN_ENDPOINT))
                .put("audience", LocalIdentities.AUDIENCE)
                .put(
                        "clients",
                        new JsonObject()
                                .put("feeds", clients("feed"))
                                .put("targets", clients("target"))
                                .put("partners", clients("partner")))
                .put(
                        "users",
                        new JsonObject()
                                .put("client", LocalIdentities.CONSOLE)
                                .put("grant", "password")
                                .put("triage", users("triage"))
                                .put("ruleAuthor", users("rule-author"))
                                .put("ruleApprover", users("rule-approver"))
                                .put("admin", users("admin")))
                .put("sandbox", sandbox())
                .put(
                        "postgres",
                        new JsonObject()
                                .put("url", value(DevConfig.POSTGRES_URL))
                                .put("user", EmbeddedPostgres.USER)
                                .put("password", EmbeddedPostgres.PASSWORD))
                .put("redis", value(DevConfig.REDIS_URL));
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(all.encodePrettily() + "\n")
                .onFailure(request::fail);
    }

    private void received(RoutingContext request) {
        String target = request.pathParam("target");
        if (!local(request) || !CODE.matcher(target).matches()) {
            absent(request);
            return;
        }
        client.request(HttpMethod.GET, sandboxPort(), "127.0.0.1", "/sandbox/" + target + "/received")
                .compose(question -> question.send())
                .compose(answer -> answer.body().compose(body -> request.response()
                        .setStatusCode(answer.statusCode())
                        .putHeader("Content-Type", "application/json")
                        .end(body)))
                .onFailure(request::fail);
    }

    private JsonArray clients(String role) {
        JsonArray list = new JsonArray();
        for (LocalIdentities.Client client : LocalIdentities.clients()) {
            if (has(client.claims(), role)) {
                JsonObject entry = new JsonObject().put("id", client.id()).put("secret", client.secret());
                client.claims().forEach((name, value) -> {
                    if (!name.equals("roles")) {
                        JsonObject same = entry.put(name, value);
                    }
                });
                list.add(entry);
            }
        }
        return list;
    }

    private static JsonArray users(String role) {
        JsonArray list = new JsonArray();
        for (LocalIdentities.User user : LocalIdentities.users()) {
            if (has(user.claims(), role)) {
                list.add(new JsonObject().put("name", user.name()).put("password", user.password()));
            }
        }
        return list;
    }

    private JsonObject sandbox() {
        JsonObject targets = new JsonObject();
        for (SandboxTarget target : SandboxTarget.ALL) {
            targets.put(target.code(), "http://127.0.0.1:" + sandboxPort() + "/sandbox/" + target.code());
        }
        return targets;
    }

    private static boolean has(Map<String, Object> claims, String role) {
        return List.of(role).equals(claims.get("roles"));
    }

    private int sandboxPort() {
        return config.getValue(DevConfig.SANDBOX_PORT, Integer.class);
    }

    private String value(String name) {
        return config.getValue(name, String.class);
    }

    private static void absent(RoutingContext request) {
        request.response().setStatusCode(404).end().onFailure(request::fail);
    }

    private static boolean local(RoutingContext request) {
        String peer = request.request().connection().remoteAddress().hostAddress();
        String name = request.request().authority() == null
                ? ""
                : request.request().authority().host();
        try {
            // The peer is an address, so no name is looked up.
            return peer != null && InetAddress.getByName(peer).isLoopbackAddress() && OWN_NAMES.contains(name);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
