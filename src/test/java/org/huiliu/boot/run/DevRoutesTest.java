package org.huiliu.boot.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.huiliu.boot.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DevRoutesTest {

    private Vertx vertx;
    private Sandbox sandbox;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        sandbox = Sandbox.start(0);
    }

    @AfterEach
    void stop() throws Exception {
        sandbox.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void everythingThatALocalScriptNeedsIsNamed() throws Exception {
        int port = hub(configured());
        JsonObject dev = new JsonObject(get(port, "/dev").body());

        assertThat(dev.getString("tokenEndpoint")).isEqualTo("http://127.0.0.1:1/huiliu/token");
        assertThat(dev.getJsonObject("clients").getJsonArray("feeds")).hasSize(4);
        assertThat(dev.getJsonObject("clients").getJsonArray("targets")).hasSize(6);
        assertThat(dev.getJsonObject("clients")
                        .getJsonArray("partners")
                        .getJsonObject(0)
                        .getString("secret"))
                .isEqualTo("partner-gulou-secret");
        for (String role : new String[] {"triage", "ruleAuthor", "ruleApprover"}) {
            assertThat(dev.getJsonObject("users").getJsonArray(role)).hasSizeGreaterThanOrEqualTo(2);
        }
        assertThat(dev.getJsonObject("sandbox").getString("line-110")).isEqualTo(sandbox.baseUrl("line-110"));
        assertThat(dev.getJsonObject("postgres").getString("url")).startsWith("jdbc:postgresql:");
        assertThat(dev.getString("redis")).startsWith("redis:");
        assertThat(get(port, "/dev/start").body()).contains("/dev/sandbox/municipal/received");
    }

    @Test
    void whatASandboxTargetReceivedIsShown() throws Exception {
        int port = hub(configured());

        assertThat(new JsonArray(get(port, "/dev/sandbox/municipal/received").body()))
                .isEmpty();
        assertThat(get(port, "/dev/sandbox/nobody/received").statusCode()).isEqualTo(404);
    }

    @Test
    void aForeignNameForThisMachineGetsNothing() throws Exception {
        assertThat(statusLine(hub(configured()), "evil.example")).contains("404");
        assertThat(statusLine(hub(configured()), "localhost")).contains("200");
    }

    @Test
    void outsideOfTheLocalRunThereIsNothing() throws Exception {
        assertThat(get(hub(Map.of()), "/dev").statusCode()).isEqualTo(404);
    }

    private Map<String, String> configured() {
        return Map.of(
                DevConfig.TOKEN_ENDPOINT, "http://127.0.0.1:1/huiliu/token",
                DevConfig.POSTGRES_URL, "jdbc:postgresql://127.0.0.1:1/huiliu",
                DevConfig.REDIS_URL, "redis://127.0.0.1:1",
                DevConfig.SANDBOX_PORT, Integer.toString(sandbox.port()));
    }

    private int hub(Map<String, String> properties) throws ExecutionException, InterruptedException {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
        Router router = Router.router(vertx);
        new DevRoutes(config, vertx).register(router);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        return server.actualPort();
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String statusLine(int port, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET /dev HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
